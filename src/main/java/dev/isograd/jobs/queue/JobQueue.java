package dev.isograd.jobs.queue;

import dev.isograd.datasets.ImportSpec;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobPhase;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queue from which workers claim jobs and to which they report.
 *
 * <p>Every call about an attempt throws {@link AttemptSuperseded} if the attempt is no longer current. A slow worker, or
 * one that was considered dead, therefore cannot overwrite later changes.
 */
@Component
@Transactional
public class JobQueue {

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    /** Outcome of an attempt that ended because its worker had to stop. */
    private static final String RELEASED = "RELEASED";

    private final Jobs jobs;
    private final JobClaims claims;
    private final JobLeases leases;
    private final JobAttempts attempts;
    private final JobHistory history;
    private final QueueMeters meters;
    private final JobProperties settings;
    private final InstantSource clock;
    private final JsonMapper json;

    JobQueue(
            Jobs jobs,
            JobClaims claims,
            JobLeases leases,
            JobAttempts attempts,
            JobHistory history,
            QueueMeters meters,
            JobProperties settings,
            InstantSource clock,
            JsonMapper json) {
        this.jobs = jobs;
        this.claims = claims;
        this.leases = leases;
        this.attempts = attempts;
        this.history = history;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
    }

    /** Claims the next job that fits into the worker's free slots; two workers never claim the same job. */
    public Optional<ClaimedJob> claim(FreeSlots slots) {
        Optional<JobClaims.Claimed> claimed = claims.claim(slots);
        claimed.ifPresent(job -> meters.claimed(job.waited()));
        return claimed.flatMap(this::read);
    }

    private Optional<ClaimedJob> read(JobClaims.Claimed job) {
        try {
            Map<String, Object> spec = json.readValue(job.spec(), new TypeReference<>() {});
            return Optional.of(
                    switch (JobWork.read(job.kind(), spec)) {
                        case JobWork.Training(TrainingSpec training) ->
                            new ClaimedTraining(
                                    job.attempt(),
                                    job.project(),
                                    job.slots(),
                                    job.estimatedBytes(),
                                    training,
                                    job.origin());
                        case JobWork.Import(ImportSpec order) ->
                            new ClaimedImport(job.attempt(), job.project(), job.slots(), job.estimatedBytes(), order);
                    });
        } catch (InvalidSpec unreadable) {
            LOG.warn(
                    "The stored spec of {} cannot be read; the job fails and the worker claims the next one",
                    job.attempt());
            fail(job.attempt(), new JobReason(ReasonCode.BAD_SPEC, String.valueOf(unreadable.getMessage())));
            return Optional.empty();
        }
    }

    /**
     * Returns a job that this worker claimed before it was restarted, and whose attempt runs outside of it.
     *
     * @return empty if its lease has expired, so that it belongs to the worker that claims it next
     */
    public Optional<ClaimedJob> held(AttemptId attempt) {
        return claims.held(attempt).flatMap(this::read);
    }

    /** Returns the kind of device that the attempt was claimed for. */
    public String device(AttemptId attempt) {
        return attempts.device(attempt);
    }

    /** Returns the total run time of the attempts before this one. */
    public Duration ranBefore(AttemptId attempt) {
        return attempts.ranBefore(attempt);
    }

    /** Locks the job's row until the caller's transaction ends, so that the attempt stays current for other writes. */
    public void requireCurrent(AttemptId attempt) {
        if (jobs.lockCurrent(attempt.job(), attempt.number()).isEmpty()) {
            throw new AttemptSuperseded(attempt);
        }
    }

    /**
     * Records an event of the job that is not a change of state.
     *
     * @param type the subject, in one word
     */
    public void recordEvent(AttemptId attempt, String type, String message) {
        requireCurrent(attempt);
        history.noted(attempt, type, message, clock.instant());
    }

    public void training(AttemptId attempt) {
        lock(attempt).enter(JobPhase.TRAINING);
    }

    public void importing(AttemptId attempt) {
        lock(attempt).enter(JobPhase.IMPORTING);
    }

    public void finalizing(AttemptId attempt) {
        lock(attempt).enter(JobPhase.FINALIZING);
    }

    public void progress(AttemptId attempt, JobProgress p) {
        int rows = jobs.advance(
                attempt.job(), attempt.number(), p.epoch(), p.epochs(), p.step(), p.steps(), p.etaSeconds());
        if (rows == 0) {
            throw new AttemptSuperseded(attempt);
        }
    }

    /** Notes that a checkpoint was committed, which restarts the count of crashes without progress. */
    public void checkpointed(AttemptId attempt) {
        lock(attempt).forgetCrashes();
    }

    public void succeed(AttemptId attempt, Map<String, Object> result) {
        Instant now = clock.instant();
        change(lock(attempt), job -> job.succeed(result, now), "Succeeded.", now);
        meters.succeeded(result);
    }

    /** Ends the job for good, because another attempt would fail in the same way. */
    public void fail(AttemptId attempt, JobReason reason) {
        fail(lock(attempt), reason, clock.instant());
    }

    private void fail(Job job, JobReason reason, Instant now) {
        change(job, it -> it.fail(reason, now), "Failed: " + reason.message(), now);
    }

    /** Pauses the job after the training has stopped. If the user has cancelled it in the meantime, the job ends. */
    public void paused(AttemptId attempt) {
        Job job = lock(attempt);
        if (job.state() == JobState.CANCELLING) {
            cancel(job);
        } else {
            change(job, Job::pause, "Paused.", clock.instant());
        }
    }

    public void cancelled(AttemptId attempt) {
        cancel(lock(attempt));
    }

    private void cancel(Job job) {
        Instant now = clock.instant();
        change(job, it -> it.cancel(now), "The %s was stopped.".formatted(job.kind()), now);
    }

    /** Puts the job back into the queue without delay, or ends it if the user has cancelled it in the meantime. */
    public void release(AttemptId attempt, String why) {
        giveBack(lock(attempt), new JobReason(ReasonCode.PREEMPTED, why), RELEASED, Duration.ZERO);
    }

    /**
     * Puts the job back into the queue after a temporary fault outside the job, such as an unreachable store or a full
     * disk. The job is retried with growing delays and without a limit.
     */
    public void postponed(AttemptId attempt, JobReason reason) {
        String outcome = reason.code().name();
        int before = attempts.inARow(attempt, outcome);
        giveBack(lock(attempt), reason, outcome, settings.delay(before + 1));
    }

    /** Puts the job back into the queue after its process or worker was lost; the number of such losses is limited. */
    public void lost(AttemptId attempt, String why) {
        lose(lock(attempt), why);
    }

    /** Retries the job after a crash that its spec did not cause, unless it crashes repeatedly without progress. */
    public void crashed(AttemptId attempt, JobReason reason) {
        Job job = lock(attempt);
        int crashes = job.countCrash();
        if (crashes >= settings.maxCrashes() && job.state() == JobState.RUNNING) {
            String message = "The %s crashed %d times without a checkpoint in between. Last crash: %s"
                    .formatted(job.kind(), crashes, reason.message());
            // A full disk is what the operator must know of, not that it was full three times.
            ReasonCode code = reason.code() == ReasonCode.DISK_FULL ? ReasonCode.DISK_FULL : ReasonCode.CRASH_LOOP;
            fail(job, new JobReason(code, message), clock.instant());
        } else {
            giveBack(job, reason, reason.code().name(), settings.delay(crashes));
        }
    }

    /** Returns the attempts whose leases this worker holds; at its start, these are left over from a dead process. */
    public List<AttemptId> heldBy(String worker) {
        return leases.of(worker);
    }

    /**
     * Takes a job from a worker whose lease has expired. A locked job is skipped: its lock may belong to a machine that
     * froze inside a transaction, and waiting for it would delay the jobs of other lost workers.
     */
    void reap(AttemptId attempt) {
        jobs.lockUnlessLocked(attempt.job())
                .filter(job -> isCurrent(job, attempt) && leases.isExpired(job.id()))
                .ifPresent(job -> {
                    meters.leaseExpired();
                    lose(job, "The worker stopped responding and its lease expired.");
                });
    }

    private void lose(Job job, String why) {
        int losses = job.countLoss();
        if (losses >= settings.maxLosses() && job.state() == JobState.RUNNING) {
            String message = "%s This was loss %d, which is the limit.".formatted(why, losses);
            fail(job, new JobReason(ReasonCode.WORKER_LOST, message), clock.instant());
        } else {
            JobReason reason = new JobReason(ReasonCode.WORKER_LOST, why);
            giveBack(job, reason, reason.code().name(), settings.delay(losses));
        }
    }

    /** Puts the job back into the queue, or ends or pauses it if the user has requested that. */
    private void giveBack(Job job, JobReason why, String outcome, Duration delay) {
        Instant now = clock.instant();
        JobState before = job.state();
        switch (before) {
            case CANCELLING -> job.cancel(now);
            case PAUSING -> job.pause();
            case RUNNING -> {
                job.requeue();
                jobs.delay(job.id(), delay.toMillis());
            }
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED ->
                throw new IllegalStateException("%s is %s".formatted(job.id(), before));
        }
        end(job, why, outcome, now);
        if (job.state() == JobState.QUEUED) {
            history.changed(job, before, "Returned to the queue: " + why.message(), why, now);
        } else {
            history.changed(job, before, why.message(), now);
        }
    }

    private void change(Job job, Consumer<Job> transition, String message, Instant now) {
        JobState before = job.state();
        transition.accept(job);
        end(job, job.reason(), job.state().name(), now);
        history.changed(job, before, message, now);
    }

    private void end(Job job, @Nullable JobReason why, String outcome, Instant now) {
        Optional<Duration> ran = leases.end(job.currentAttempt(), outcome, now);
        meters.ended(outcome, job.state(), why == null ? null : why.code(), ran.orElse(null));
    }

    private Job lock(AttemptId attempt) {
        return jobs.lock(attempt.job())
                .filter(job -> isCurrent(job, attempt))
                .orElseThrow(() -> new AttemptSuperseded(attempt));
    }

    private static boolean isCurrent(Job job, AttemptId attempt) {
        return job.attempt() == attempt.number() && job.state().isActive();
    }
}
