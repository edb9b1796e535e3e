package dev.isograd.jobs.web;

import dev.isograd.DatabaseClock;
import dev.isograd.accounts.Caller;
import dev.isograd.audit.AuditLog;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobIds;
import dev.isograd.jobs.JobNotFound;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.NotATraining;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Deletes trainings that are over, and restores them until they are purged. */
@Service
@Transactional
class JobDeletion {

    private final Jobs jobs;
    private final JobResponses responses;
    private final AuditLog audit;
    private final DatabaseClock clock;

    JobDeletion(Jobs jobs, JobResponses responses, AuditLog audit, DatabaseClock clock) {
        this.jobs = jobs;
        this.responses = responses;
        this.audit = audit;
        this.clock = clock;
    }

    /** Hides a job; a job that is deleted already stays so. */
    void delete(Caller caller, String id) {
        Job job = lock(caller, id);
        switch (job.kind()) {
            case TRAINING -> {}
            // Its data set names it, and is deleted by itself.
            case IMPORT -> throw NotATraining.cannot("be deleted");
        }
        if (!job.state().isTerminal()) {
            throw JobProblem.conflict(job.state(), "deleted; cancel it first");
        }
        if (job.deletedAt() == null) {
            job.delete(clock.now());
            audit.record(caller, "job.delete", id, Map.of("name", job.name()));
        }
    }

    /** Shows a job again; a job that is not deleted stays as it is. */
    JobResponse restore(Caller caller, String id) {
        Job job = lock(caller, id);
        if (job.deletedAt() != null) {
            job.restore();
            audit.record(caller, "job.restore", id, Map.of("name", job.name()));
        }
        return responses.of(job);
    }

    private Job lock(Caller caller, String id) {
        return jobs.lockRestorable(JobIds.check(id), caller.project()).orElseThrow(JobNotFound::new);
    }
}
