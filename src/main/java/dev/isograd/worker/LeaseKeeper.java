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
 * Renews the leases of all attempts that this worker runs, and reads the desired state of each job.
 *
 * <p>Its thread stops after the trainings, because their leases must last until they have ended. Time is measured with
 * {@code System.nanoTime}, so that a change of the system clock neither loses nor prolongs a lease.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class LeaseKeeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long CHECK_MILLIS = 1_000;

    private final LeaseRenewals leases;
    private final WorkerProperties settings;
    private final Map<AttemptId, Lease> held = new ConcurrentHashMap<>();
    private volatile long renewedAt = System.nanoTime();
    private volatile CountDownLatch stopping = new CountDownLatch(0);

    LeaseKeeper(LeaseRenewals leases, WorkerProperties settings) {
        if (settings.leaseLossAfter().compareTo(leases.length()) >= 0) {
            throw new IllegalStateException(
                    "isograd.worker.lease-loss-after is %s, but must be less than isograd.jobs.lease, which is %s"
                            .formatted(settings.leaseLossAfter(), leases.length()));
        }
        this.leases = leases;
        this.settings = settings;
    }

    /** The lease of one attempt, with the desired state of its job; closed when the attempt is over. */
    final class Lease implements AutoCloseable {

        private final AttemptId attempt;
        private volatile DesiredState desiredState = DesiredState.CONTINUE;
        private volatile boolean lost;
        private volatile long renewed;
        private volatile Runnable whenLost = () -> {};

        private Lease(AttemptId attempt, long claimed) {
            this.attempt = attempt;
            this.renewed = claimed;
        }

        DesiredState desiredState() {
            return desiredState;
        }

        /**
         * True once the attempt belongs to another worker, or may soon. After too long without a renewal, the child
         * must end before the lease expires and another worker starts.
         */
        boolean isLost() {
            lost |= System.nanoTime() - renewed > settings.leaseLossAfter().toNanos();
            return lost;
        }

        /**
         * Sets the action that stops the training once the lease is lost. The action must be quick and may be repeated.
         * It runs on the thread of the leases, because the supervising thread may be waiting for the database.
         */
        void whenLost(Runnable stop) {
            whenLost = stop;
        }

        private void stopIfLost() {
            if (isLost()) {
                whenLost.run();
            }
        }

        /** @param desired null if the attempt no longer holds the lease */
        private void answered(@Nullable DesiredState desired) {
            lost |= desired == null;
            desiredState = desired == null ? desiredState : desired;
        }

        @Override
        public void close() {
            held.remove(attempt);
        }
    }

    /**
     * Starts renewing the lease of an attempt. The claim itself counts as the first renewal.
     *
     * @param claimed {@code System.nanoTime} before the claim
     */
    Lease keep(AttemptId attempt, long claimed) {
        Lease lease = new Lease(attempt, claimed);
        held.put(attempt, lease);
        return lease;
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        Thread.ofPlatform().name("leases").daemon().start(this::checkUntilStopped);
    }

    private void checkUntilStopped() {
        try {
            while (!stopping.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
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

    /** Below the phase of {@link WorkerLoop}, so that the leases start before and stop after it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    /** Reads the desired states every second, so that a cancel need not wait for the next renewal. */
    void check() {
        held.values().forEach(Lease::stopIfLost);
        ask();
        held.values().forEach(Lease::stopIfLost);
    }

    private void ask() {
        // A lost lease stays lost: renewing it would only keep other workers from the job.
        Map<AttemptId, Lease> now = held.entrySet().stream()
                .filter(each -> !each.getValue().isLost())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (now.isEmpty()) {
            return;
        }
        // Read before the query: the renewed lease may start at any time from here on.
        long asked = System.nanoTime();
        boolean due = asked - renewedAt > settings.leaseRenewal().toNanos();
        try {
            Map<AttemptId, DesiredState> wanted = due ? leases.renew(now.keySet()) : leases.desiredStates(now.keySet());
            now.forEach((attempt, lease) -> lease.answered(wanted.get(attempt)));
            if (due) {
                now.values().forEach(lease -> lease.renewed = asked);
                renewedAt = asked;
            }
        } catch (DataAccessException unreachable) {
            LOG.warn("Leases could not be renewed; retrying in a second: {}", unreachable.getMessage());
        } catch (RuntimeException failure) {
            // Without this thread, every training would end with its lease, for no visible reason.
            LOG.error("Leases could not be renewed; retrying in a second", failure);
        }
    }
}
