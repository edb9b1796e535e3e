package dev.isograd.jobs.web;

import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.MemberRole;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.queue.LeaseExpiry;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes the state of jobs in tests: submits and controls them like a user, claims and ends them like a worker, and
 * takes them from lost workers.
 *
 * <p>Calls without a caller apply to the project of the administrator's key.
 */
public class TestJobs {

    private static final String WORKER = "w";

    private final JobService jobs;
    private final JobControl control;
    private final JobQueue queue;
    private final LeaseExpiry leases;
    private final JdbcClient jdbc;

    TestJobs(JobService jobs, JobControl control, JobQueue queue, LeaseExpiry leases, JdbcClient jdbc) {
        this.jobs = jobs;
        this.control = control;
        this.queue = queue;
        this.leases = leases;
        this.jdbc = jdbc;
    }

    /** Removes all jobs, all webhooks, all quotas, all projects without a key, and all administrators but the first. */
    public void clear() {
        jdbc.sql("delete from webhook").update();
        SampleJobs.clear(jdbc);
        jdbc.sql("delete from project where id not in (select project_id from api_key)")
                .update();
        jdbc.sql("update account set administrator = false where id <> (select min(id) from account)")
                .update();
        jdbc.sql("update project_slots set max_slots = null, weight = 1, last_claimed_at = null")
                .update();
    }

    public Caller caller() {
        return jdbc.sql("""
                        select account_id, id from project
                        where id in (select project_id from api_key) order by id limit 1""")
                .query((row, number) -> admin(row.getString(1), row.getString(2)))
                .single();
    }

    private static Caller admin(String account, String project) {
        Set<Right> rights = EnumSet.range(Right.READ, Right.ADMIN);
        return new Caller(account, project, Caller.Means.KEY, "key_test", MemberRole.ADMIN, rights);
    }

    /** Creates another project of the account, with the id {@code prj_} and its name; a null quota means no limit. */
    public Caller project(String name, @Nullable Integer maxSlots) {
        Caller project = admin(caller().account(), "prj_" + name);
        jdbc.sql("insert into project values (:id, :account, :id, now()) on conflict do nothing")
                .param("id", project.project())
                .param("account", project.account())
                .update();
        jdbc.sql("""
                insert into project_slots (project_id, max_slots) values (:id, :slots)
                on conflict (project_id) do update set max_slots = :slots""").param("id", project.project()).param("slots", maxSlots).update();
        return project;
    }

    /** Submits the spec of the API's contract; returns the id. */
    public String submit() {
        return submit(caller(), SampleJobs.submission());
    }

    public String submit(String name, int priority) {
        return submit(caller(), SampleJobs.submission(name, priority));
    }

    public String submit(Caller caller, Submission submission) {
        return jobs.submit(caller, submission).id();
    }

    /** Returns the only job. */
    public Job only() {
        return find(jdbc.sql("select id from job").query(String.class).single());
    }

    public Job find(String id) {
        return jobs.find(caller(), id);
    }

    public @Nullable String blockedBy(String id) {
        return blockedBy(caller(), id);
    }

    public @Nullable String blockedBy(Caller caller, String id) {
        return jobs.get(caller, id).blockedBy();
    }

    public void cancel(String id) {
        control.cancel(caller(), id);
    }

    public void kill(String id) {
        control.kill(caller(), id);
    }

    public void pause(String id) {
        control.pause(caller(), id);
    }

    public void resume(String id) {
        control.resume(caller(), id);
    }

    /** Submits a job and claims the next one. */
    public AttemptId claimNew() {
        submit();
        return claim();
    }

    public AttemptId claim() {
        return claimJob().attempt();
    }

    /** Claims the next job, which is a training. */
    public ClaimedTraining claimJob() {
        return (ClaimedTraining) tryClaim().orElseThrow();
    }

    public Optional<ClaimedJob> tryClaim() {
        return tryClaim(WORKER, "cpu");
    }

    /** Claims a job for a worker with a single free slot. */
    public Optional<ClaimedJob> tryClaim(String worker, String device) {
        return queue.claim(FreeSlots.one(worker, device));
    }

    /** Claims a job without waiting for the delay before its next attempt. */
    public AttemptId claimAgain() {
        endWaits();
        return claim();
    }

    /** Ends the delays of all jobs before their next attempts. */
    public void endWaits() {
        jdbc.sql("update job set not_before = null where state = 'QUEUED'").update();
    }

    public void release(AttemptId attempt) {
        queue.release(attempt, "The worker is shutting down.");
    }

    public void succeed(AttemptId attempt) {
        succeed(attempt, Map.of());
    }

    public void succeed(AttemptId attempt, Map<String, Object> result) {
        queue.succeed(attempt, result);
    }

    public void fail(AttemptId attempt, JobReason reason) {
        queue.fail(attempt, reason);
    }

    /** Reports that the worker has stopped the training on request. */
    public void cancelled(AttemptId attempt) {
        queue.cancelled(attempt);
    }

    public void training(AttemptId attempt, JobProgress progress) {
        queue.training(attempt);
        queue.progress(attempt, progress);
    }

    /** Lets all leases expire; returns their number. */
    public int expireLeases() {
        return leases.expireAll();
    }

    public void reap() {
        leases.reap();
    }
}
