package dev.isograd.jobs;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
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

/**
 * The queue as workers see it.
 *
 * <p>Every call about an attempt throws {@link AttemptSuperseded} once that attempt no longer counts, so a worker that
 * was slow or thought dead cannot overwrite what happened since.
 */
@Component
@Transactional
public class JobQueue {

    private static final Logger log = LoggerFactory.getLogger(JobQueue.class);
    private static final int MOST_LOST_ATTEMPTS = 3;

    private final Jobs jobs;
    private final JobAttempts attempts;
    private final JobHistory history;
    private final InstantSource clock;

    JobQueue(Jobs jobs, JobAttempts attempts, JobHistory history, InstantSource clock) {
        this.jobs = jobs;
        this.attempts = attempts;
        this.history = history;
        this.clock = clock;
    }

    /** Takes the most urgent, then oldest, waiting job that the device can run; two workers never get the same. */
    public Optional<ClaimedJob> claim(String worker, String device) {
        return jobs.lockNext(device).flatMap(job -> claim(job, worker, device));
    }

    private Optional<ClaimedJob> claim(Job job, String worker, String device) {
        Instant now = clock.instant();
        TrainingSpec spec;
        try {
            spec = SpecReader.read(job.spec());
        } catch (InvalidSpec unreadable) {
            log.warn("The stored spec of {} cannot be read; the job is failed and the next one is up", job.id());
            job.fail(new JobReason(ReasonCode.BAD_SPEC, String.valueOf(unreadable.getMessage())), now);
            history.changed(job, JobState.QUEUED, "The stored spec cannot be read by this version.", now);
            return Optional.empty();
        }
        AttemptId attempt = job.claim(worker, now);
        attempts.save(new JobAttempt(attempt, worker, device, now));
        history.changed(job, JobState.QUEUED, "Started on %s (%s).".formatted(worker, device), now);
        return Optional.of(new ClaimedJob(attempt, job.project(), spec));
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

    /** What is wanted of the attempt now. */
    @Transactional(readOnly = true)
    public Demand demand(AttemptId attempt) {
        JobState state = jobs.state(attempt.job(), attempt.number()).orElseThrow(() -> new AttemptSuperseded(attempt));
        return switch (state) {
            case RUNNING -> Demand.GO_ON;
            case PAUSING -> Demand.PAUSE;
            case CANCELLING -> Demand.CANCEL;
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> throw new AttemptSuperseded(attempt);
        };
    }

    /** For writes beside the job's row: holds that row as it is until the caller's transaction ends. */
    public void requireCurrent(AttemptId attempt) {
        lock(attempt);
    }

    public void succeed(AttemptId attempt, Map<String, Object> result) {
        Instant now = clock.instant();
        change(lock(attempt), job -> job.succeed(result, now), "Succeeded.", now);
    }

    public void fail(AttemptId attempt, JobReason reason) {
        Instant now = clock.instant();
        change(lock(attempt), job -> job.fail(reason, now), "Failed: " + reason.message(), now);
    }

    /** The attempt broke down by no fault of its spec: it may be tried again. */
    public void crashed(AttemptId attempt, JobReason reason) {
        fail(attempt, reason);
    }

    /** The training stopped as asked; its slot is free. */
    public void paused(AttemptId attempt) {
        Instant now = clock.instant();
        change(lock(attempt), Job::pause, "Paused.", now);
    }

    public void cancelled(AttemptId attempt) {
        Instant now = clock.instant();
        change(lock(attempt), job -> job.cancel(now), "The training was stopped.", now);
    }

    /** Puts the job back into the queue, or ends it if the user asked for that meanwhile. */
    public void release(AttemptId attempt, String why) {
        release(lock(attempt), why, "RELEASED", clock.instant());
    }

    /** Gives up what a dead process of the same worker left behind; a job that loses its third attempt fails. */
    public int releaseAll(String worker, String why) {
        Instant now = clock.instant();
        List<Job> left = jobs.lockClaimedBy(worker);
        for (Job job : left) {
            if (job.state() == JobState.RUNNING && job.attempt() >= MOST_LOST_ATTEMPTS) {
                JobReason lost = new JobReason(
                        ReasonCode.WORKER_LOST, "%s This was attempt %d, the last.".formatted(why, job.attempt()));
                change(job, it -> it.fail(lost, now), "Failed: " + lost.message(), now);
            } else {
                release(job, why, ReasonCode.WORKER_LOST.name(), now);
            }
        }
        return left.size();
    }

    private void release(Job job, String why, String outcome, Instant now) {
        if (job.state() == JobState.CANCELLING) {
            change(job, it -> it.cancel(now), why, now);
            return;
        }
        JobState before = job.state();
        endAttempt(job, outcome, now);
        job.requeue();
        history.changed(job, before, "Back in the queue: " + why, now);
    }

    private void change(Job job, Consumer<Job> transition, String message, Instant now) {
        JobState before = job.state();
        transition.accept(job);
        endAttempt(job, job.state().name(), now);
        history.changed(job, before, message, now);
    }

    private void endAttempt(Job job, String outcome, Instant now) {
        attempts.findById(job.currentAttempt()).ifPresent(attempt -> attempt.end(outcome, now));
    }

    private Job lock(AttemptId attempt) {
        return jobs.lock(attempt.job())
                .filter(job -> job.attempt() == attempt.number())
                .filter(job -> job.state().isActive())
                .orElseThrow(() -> new AttemptSuperseded(attempt));
    }
}
