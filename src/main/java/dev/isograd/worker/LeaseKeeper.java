package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.Demand;
import dev.isograd.jobs.JobQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Renews the leases of all attempts that this process runs, and brings back what is wanted of each.
 *
 * <p>Time is measured by {@code System.nanoTime}: a clock that is set, or set wrong, neither loses nor prolongs a lease.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final JobQueue queue;
    private final WorkerProperties settings;
    private final Map<AttemptId, Lease> held = new ConcurrentHashMap<>();
    private volatile long renewedAt = System.nanoTime();

    LeaseKeeper(JobQueue queue, WorkerProperties settings) {
        this.queue = queue;
        this.settings = settings;
    }

    /** One attempt's lease: told from outside what is wanted, and given up when its attempt is over. */
    final class Lease implements AutoCloseable {

        private final AttemptId attempt;
        private volatile Demand demand = Demand.GO_ON;
        private volatile boolean lost;
        private volatile long renewed;

        private Lease(AttemptId attempt, long claimed) {
            this.attempt = attempt;
            this.renewed = claimed;
        }

        Demand demand() {
            return demand;
        }

        /**
         * True once the attempt belongs to somebody else, or may soon: without a renewal for so long, the child must be
         * gone before the lease ends and another worker begins.
         */
        boolean isLost() {
            return lost
                    || System.nanoTime() - renewed > settings.leaseLossAfter().toNanos();
        }

        private void heard(@Nullable Demand wanted) {
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

    /** Looks every second what is wanted, so that a cancel need not wait for the next renewal. */
    @Scheduled(fixedDelay = 1_000)
    void look() {
        Map<AttemptId, Lease> now = Map.copyOf(held);
        if (now.isEmpty()) {
            return;
        }
        // Before the question: the lease may have begun at any time from then on.
        long asked = System.nanoTime();
        boolean due = asked - renewedAt > settings.leaseRenewal().toNanos();
        try {
            Map<AttemptId, Demand> demands = due ? queue.renew(now.keySet()) : queue.demands(now.keySet());
            now.forEach((attempt, lease) -> lease.heard(demands.get(attempt)));
            if (due) {
                now.values().forEach(lease -> lease.renewed = asked);
                renewedAt = asked;
            }
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("Leases could not be renewed; tried again in a second: {}", unreachable.getMessage());
        }
    }
}
