package dev.isograd.jobs.retention;

import dev.isograd.audit.Actor;
import dev.isograd.audit.AuditLog;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Records what retention has deleted. */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class RetentionAudit {

    private final AuditLog audit;

    RetentionAudit(AuditLog audit) {
        this.audit = audit;
    }

    /** @param data such as "logs" */
    void deleted(String project, String data, int jobs, int days) {
        if (jobs > 0) {
            audit.record(Actor.SERVICE, "retention.delete", project, Map.of("data", data, "jobs", jobs, "days", days));
        }
    }

    void purged(EndedJobs.Purged job) {
        audit.record(Actor.SERVICE, "job.purge", job.id(), Map.of("project", job.project()));
    }
}
