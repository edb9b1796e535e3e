package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Puts jobs back into the queue whose worker was not heard of for the length of a lease; many may do so at once. */
@Component
class ExpiredLeaseReaper {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredLeaseReaper.class);

    private final JobLeases leases;
    private final JobQueue queue;

    ExpiredLeaseReaper(JobLeases leases, JobQueue queue) {
        this.leases = leases;
        this.queue = queue;
    }

    /** Goes through all of them once: those that cannot be taken now must not hide those behind them. */
    @Scheduled(fixedDelayString = "${isograd.jobs.reap-interval:10s}")
    void reap() {
        List<AttemptId> batch = expired("");
        while (!batch.isEmpty()) {
            batch.forEach(this::reap);
            batch = expired(batch.getLast().job());
        }
    }

    private List<AttemptId> expired(String after) {
        try {
            return leases.expired(after);
        } catch (DataAccessException unreachable) {
            LOG.warn("The database cannot be used; leases are looked at again later: {}", unreachable.getMessage());
            return List.of();
        }
    }

    private void reap(AttemptId attempt) {
        try {
            queue.reap(attempt);
        } catch (DataAccessException failure) {
            LOG.warn("{} could not be taken from its lost worker; it is tried again later", attempt, failure);
        }
    }
}
