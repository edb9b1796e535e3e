package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobPhase;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queue as workers see it.
 *
 * <p>Every call about an attempt throws {@link AttemptSuperseded} once that attempt no longer counts, so a worker that
 * was slow or thought dead cannot overwrite what happened since.
 */
@Component
@Transactional
public class JobQueue {

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    /** Outcome of an attempt whose worker had to stop. */
    private static final String RELEASED = "RELEASED";

    private final Jobs jobs;
    private final JobClaims claims;
    private final JobLeases leases;
    private final JobAttempts attempts;
    private final JobHistory history;
    private final JobProperties settings;
    private final InstantSource clock;
    private final JsonMapper json;

    JobQueue(
            Jobs jobs,
            JobClaims claims,
            JobLeases leases,
            JobAttempts attempts,
            JobHistory history,
            JobProperties settings,
            InstantSource clock,
            JsonMapper json) {
        this.jobs = jobs;
        this.claims = claims;
        this.leases = leases;
        this.attempts = attempts;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
    }

    /** Takes the next job that fits into the worker's free slots; two workers never get the same. */
    public Optional<ClaimedJob> claim(FreeSlots slots) {
        return claims.claim(slots).flatMap(this::read);
    }

    private Optional<ClaimedJob> read(JobClaims.Claimed job) {
        try {
            Map<String, Object> spec = json.readValue(job.spec(), new TypeReference<>() {});
            return Optional.of(
                    new ClaimedJob(job.attempt(), job.project(), job.slots(), SpecReader.read(spec), job.origin()));
        } catch (InvalidSpec unreadable) {
            LOG.warn("The stored spec of {} cannot be read; the job is failed and the next one is up", job.attempt());
            fail(job.attempt(), new JobReason(ReasonCode.BAD_SPEC, String.valueOf(unreadable.getMessage())));
            return Optional.empty();
        }
    }

    /** How long the attempts before this one ran, in sum. */
    public Duration ranBefore(AttemptId attempt) {
        return attempts.ranBefore(attempt);
    }

    /** For writes beside the job's row: holds that row as it is until the caller's transaction ends. */
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

    /** A checkpoint was committed: what breaks down after it is not the same crash over and over. */
    public void checkpointed(AttemptId attempt) {
        lock(attempt).forgetCrashes();
    }

    public void succeed(AttemptId attempt, Map<String, Object> result) {
        Instant now = clock.instant();
        change(lock(attempt), job -> job.succeed(result, now), "Succeeded.", now);
    }

    /** For good: trying again would end the same way. */
    public void fail(AttemptId attempt, JobReason reason) {
        fail(lock(attempt), reason, clock.instant());
    }

    private void fail(Job job, JobReason reason, Instant now) {
        change(job, it -> it.fail(reason, now), "Failed: " + reason.message(), now);
    }

    /** The training stopped as asked; its slots are free. A cancel that came after the pause ends the job. */
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
        change(job, it -> it.cancel(now), "The training was stopped.", now);
    }

    /** Puts the job back into the queue at once, or ends it if the user asked for that meanwhile. */
    public void release(AttemptId attempt, String why) {
        giveBack(lock(attempt), new JobReason(ReasonCode.PREEMPTED, why), RELEASED, Duration.ZERO);
    }

    /**
     * The attempt could not go on for something that is not of the job and passes, such as a store that cannot be reached
     * or a worker whose disk is full: it is tried again, with growing waits, for as long as that takes.
     */
    public void postponed(AttemptId attempt, JobReason reason) {
        String outcome = reason.code().name();
        int before = attempts.inARow(attempt, outcome);
        giveBack(lock(attempt), reason, outcome, settings.delay(before + 1));
    }

    /** The training was ended by somebody else or with its worker: no fault of the job, and yet not to go on for ever. */
    public void lost(AttemptId attempt, String why) {
        lose(lock(attempt), why);
    }

    /** The attempt broke down by no fault of its spec: it is tried again, unless it always does. */
    public void crashed(AttemptId attempt, JobReason reason) {
        Job job = lock(attempt);
        int crashes = job.countCrash();
        if (crashes >= settings.maxCrashes() && job.state() == JobState.RUNNING) {
            String message = "It broke down %d times without a checkpoint between them; the last time: %s"
                    .formatted(crashes, reason.message());
            fail(job, new JobReason(ReasonCode.CRASH_LOOP, message), clock.instant());
        } else {
            giveBack(job, reason, reason.code().name(), settings.delay(crashes));
        }
    }

    /** What this worker trains, according to the leases; at its start, what a dead process left behind. */
    public List<AttemptId> heldBy(String worker) {
        return leases.of(worker);
    }

    /**
     * Takes the job from a worker that was not heard of for the length of a lease. One that somebody is changing is passed
     * over: whoever waits for a machine that froze in a transaction finds the other lost workers too late.
     */
    void reap(AttemptId attempt) {
        jobs.lockUnlessLocked(attempt.job())
                .filter(job -> isCurrent(job, attempt) && leases.isExpired(job.id()))
                .ifPresent(job -> lose(job, "The worker was not heard of any more."));
    }

    private void lose(Job job, String why) {
        int losses = job.countLoss();
        if (losses >= settings.maxLosses() && job.state() == JobState.RUNNING) {
            String message = "%s This was loss %d, the last.".formatted(why, losses);
            fail(job, new JobReason(ReasonCode.WORKER_LOST, message), clock.instant());
        } else {
            JobReason reason = new JobReason(ReasonCode.WORKER_LOST, why);
            giveBack(job, reason, reason.code().name(), settings.delay(losses));
        }
    }

    /** Where the user wanted the training to stop, it has. */
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
        end(job, outcome, now);
        if (job.state() == JobState.QUEUED) {
            history.changed(job, before, "Back in the queue: " + why.message(), why, now);
        } else {
            history.changed(job, before, why.message(), now);
        }
    }

    private void change(Job job, Consumer<Job> transition, String message, Instant now) {
        JobState before = job.state();
        transition.accept(job);
        end(job, job.state().name(), now);
        history.changed(job, before, message, now);
    }

    private void end(Job job, String outcome, Instant now) {
        leases.end(job.currentAttempt(), outcome, now);
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
