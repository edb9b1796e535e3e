package dev.isograd.jobs.web;

import dev.isograd.Ids;
import dev.isograd.accounts.Caller;
import dev.isograd.http.Page;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobAccess;
import dev.isograd.jobs.JobEdit;
import dev.isograd.jobs.JobEvent;
import dev.isograd.jobs.JobEvents;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobIds;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.JobNotFound;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.queue.ProjectSlots;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, reads and edits jobs for users; every call sees only the caller's project. */
@Service
@Transactional
public class JobService {

    private final EntityManager entities;
    private final Jobs jobs;
    private final JobAccess access;
    private final JobEvents events;
    private final JobHistory history;
    private final JobResponses responses;
    private final ProjectSlots quotas;
    private final JobEstimates estimates;
    private final JobSearch search;
    private final Ids ids;
    private final InstantSource clock;

    JobService(
            EntityManager entities,
            Jobs jobs,
            JobAccess access,
            JobEvents events,
            JobHistory history,
            JobResponses responses,
            ProjectSlots quotas,
            JobEstimates estimates,
            Ids ids,
            InstantSource clock,
            JobSearch search) {
        this.entities = entities;
        this.jobs = jobs;
        this.access = access;
        this.events = events;
        this.history = history;
        this.responses = responses;
        this.quotas = quotas;
        this.estimates = estimates;
        this.ids = ids;
        this.clock = clock;
        this.search = search;
    }

    JobResponse submit(Caller caller, Submission submission) {
        return submit(caller, submission, null);
    }

    /** Submits a job; returns its id. */
    public String create(Caller caller, Submission submission) {
        return submit(caller, submission).id();
    }

    JobResponse submit(Caller caller, Submission submission, @Nullable JobLineage origin) {
        Instant now = clock.instant();
        quotas.open(caller.project());
        Job job = new Job(
                ids.next("job"),
                caller.project(),
                submission,
                estimates
                        .bytes(caller.project(), submission.work(), submission.slots())
                        .orElse(null),
                origin,
                now);
        job.submittedBy(caller.account());
        // The id is already assigned, so save() would first query for a row that cannot exist.
        entities.persist(job);
        history.changed(job, null, origin == null ? "Submitted." : "Created from %s.".formatted(origin.job()), now);
        return responses.of(job);
    }

    @Transactional(readOnly = true)
    JobResponse get(Caller caller, String id) {
        return responses.of(find(caller, id));
    }

    @Transactional(readOnly = true)
    Page<JobResponse> list(JobFilter filter) {
        List<Job> found = search.page(filter.filter(), filter.sort(), filter.after(), filter.limit() + 1);
        return responses.of(Page.of(found, filter.limit(), job -> filter.cursor(job.id())), filter.isSummary());
    }

    @Transactional(readOnly = true)
    Page<JobEvent> events(Caller caller, String id, @Nullable String after, int limit) {
        find(caller, id);
        return Page.of(events.page(id, after, limit + 1), limit, JobEvent::id);
    }

    @Transactional(readOnly = true)
    Job find(Caller caller, String id) {
        return access.find(caller, id);
    }

    JobResponse edit(Caller caller, String id, IfMatch ifMatch, Function<Job, JobEdit> edit) {
        Job job = lock(caller, id);
        ifMatch.check(job.etag());
        job.edit(edit.apply(job));
        return responses.of(job);
    }

    /** Restarts the waiting time of a job that has returned to the queue. */
    void queuedNow(Job job) {
        jobs.delay(job.id(), 0);
    }

    Job lock(Caller caller, String id) {
        return jobs.lock(JobIds.check(id), caller.project()).orElseThrow(JobNotFound::new);
    }
}
