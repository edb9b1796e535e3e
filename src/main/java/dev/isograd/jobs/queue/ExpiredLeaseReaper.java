package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Puts jobs with an expired lease back into the queue; several processes may do so at the same time. */
@Component
class ExpiredLeaseReaper {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredLeaseReaper.class);

    private final JobLeases leases;
    private final JobQueue queue;

    ExpiredLeaseReaper(JobLeases leases, JobQueue queue) {
        this.leases = leases;
        this.queue = queue;
    }

    /** Visits every expired lease once, so that jobs that cannot be taken now do not hide later ones. */
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
            LOG.warn(
                    "The database is unavailable; expired leases are checked again later: {}",
                    unreachable.getMessage());
            return List.of();
        }
    }

    private void reap(AttemptId attempt) {
        try {
            queue.reap(attempt);
        } catch (DataAccessException failure) {
            LOG.warn("{} could not be taken from its lost worker; the next check tries again", attempt, failure);
        }
    }
}
