package dev.isograd.jobs;

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

    /** Goes on until none is left: a full batch of long jobs must not hide those behind it. */
    @Scheduled(fixedDelayString = "${isograd.jobs.reap-interval:10s}")
    void reap() {
        int reaped;
        do {
            reaped = 0;
            for (AttemptId attempt : expired()) {
                reaped += reap(attempt) ? 1 : 0;
            }
        } while (reaped > 0);
    }

    private List<AttemptId> expired() {
        try {
            return leases.expired();
        } catch (DataAccessException unreachable) {
            LOG.warn("The database cannot be used; leases are looked at again later: {}", unreachable.getMessage());
            return List.of();
        }
    }

    private boolean reap(AttemptId attempt) {
        try {
            return queue.reap(attempt);
        } catch (AttemptSuperseded meanwhile) {
            LOG.debug("{} was ended by another process meanwhile", attempt);
        } catch (DataAccessException failure) {
            LOG.warn("{} could not be taken from its lost worker; it is tried again later", attempt, failure);
        }
        return false;
    }
}
