package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.queue.LeaseRenewals;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Renews the leases of all attempts that this process runs, and brings back what is wanted of each.
 *
 * <p>Has a thread of its own that stops after the trainings, as their leases must live until they have ended. Time is
 * by {@code System.nanoTime}: a clock that is set, or set wrong, neither loses nor prolongs a lease.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class LeaseKeeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long LOOK_MILLIS = 1_000;

    private final LeaseRenewals leases;
    private final WorkerProperties settings;
    private final Map<AttemptId, Lease> held = new ConcurrentHashMap<>();
    private volatile long renewedAt = System.nanoTime();
    private volatile CountDownLatch stopping = new CountDownLatch(0);

    LeaseKeeper(LeaseRenewals leases, WorkerProperties settings) {
        if (settings.leaseLossAfter().compareTo(leases.length()) >= 0) {
            throw new IllegalStateException(
                    "isograd.worker.lease-loss-after is %s: it must be less than isograd.jobs.lease, which is %s"
                            .formatted(settings.leaseLossAfter(), leases.length()));
        }
        this.leases = leases;
        this.settings = settings;
    }

    /** One attempt's lease: told from outside what is wanted, and given up when its attempt is over. */
    final class Lease implements AutoCloseable {

        private final AttemptId attempt;
        private volatile DesiredState demand = DesiredState.CONTINUE;
        private volatile boolean lost;
        private volatile long renewed;
        private volatile Runnable whenLost = () -> {};

        private Lease(AttemptId attempt, long claimed) {
            this.attempt = attempt;
            this.renewed = claimed;
        }

        DesiredState demand() {
            return demand;
        }

        /**
         * True once the attempt belongs to somebody else, or may soon: without a renewal for so long, the child must be
         * gone before the lease ends and another worker begins.
         */
        boolean isLost() {
            lost |= System.nanoTime() - renewed > settings.leaseLossAfter().toNanos();
            return lost;
        }

        /**
         * Must stop the training within moments, and may be called often. It is called by the leases' own thread: whoever
         * supervises the training may be waiting for the very database that cannot be reached.
         */
        void whenLost(Runnable stop) {
            whenLost = stop;
        }

        private void stopIfLost() {
            if (isLost()) {
                whenLost.run();
            }
        }

        private void heard(@Nullable DesiredState wanted) {
            lost |= wanted == null;
            demand = wanted == null ? demand : wanted;
        }

        @Override
        public void close() {
            held.remove(attempt);
        }
    }

    /**
     * The claim itself counts as the first renewal.
     *
     * @param claimed nanoTime before it was asked for
     */
    Lease keep(AttemptId attempt, long claimed) {
        Lease lease = new Lease(attempt, claimed);
        held.put(attempt, lease);
        return lease;
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        Thread.ofPlatform().name("leases").daemon().start(this::lookUntilStopped);
    }

    private void lookUntilStopped() {
        try {
            while (!stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /** Below {@link WorkerLoop}'s, so that it starts before and stops after it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    /** Asks every second what is wanted, so that a cancel need not wait for the next renewal. */
    void look() {
        held.values().forEach(Lease::stopIfLost);
        ask();
        held.values().forEach(Lease::stopIfLost);
    }

    private void ask() {
        // What was lost stays so: renewed once more, it would only keep others from the job.
        Map<AttemptId, Lease> now = held.entrySet().stream()
                .filter(each -> !each.getValue().isLost())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (now.isEmpty()) {
            return;
        }
        // Before the question: the lease may have begun at any time from then on.
        long asked = System.nanoTime();
        boolean due = asked - renewedAt > settings.leaseRenewal().toNanos();
        try {
            Map<AttemptId, DesiredState> demands = due ? leases.renew(now.keySet()) : leases.demands(now.keySet());
            now.forEach((attempt, lease) -> lease.heard(demands.get(attempt)));
            if (due) {
                now.values().forEach(lease -> lease.renewed = asked);
                renewedAt = asked;
            }
        } catch (DataAccessException unreachable) {
            LOG.warn("Leases could not be renewed; tried again in a second: {}", unreachable.getMessage());
        } catch (RuntimeException failure) {
            // Without this thread every training would end when its lease does, and nobody would see why.
            LOG.error("Leases could not be renewed; tried again in a second", failure);
        }
    }
}
