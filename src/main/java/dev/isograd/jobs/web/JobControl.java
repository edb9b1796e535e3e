package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.NotATraining;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cancels, kills, pauses and resumes jobs.
 *
 * <p>A request that is already fulfilled or in progress succeeds. A request that the state of the job does not allow is a
 * conflict.
 */
@Service
@Transactional
public class JobControl {

    private final JobService jobs;
    private final JobHistory history;
    private final JobResponses responses;
    private final InstantSource clock;

    JobControl(JobService jobs, JobHistory history, JobResponses responses, InstantSource clock) {
        this.jobs = jobs;
        this.history = history;
        this.responses = responses;
        this.clock = clock;
    }

    /** Ends the job after a last checkpoint. */
    JobResponse cancel(Caller caller, String id) {
        Job job = jobs.lock(caller, id);
        switch (job.state()) {
            case QUEUED, PAUSED -> change(job, it -> it.cancel(clock.instant()), "Cancelled while not running.");
            case RUNNING, PAUSING ->
                change(
                        job,
                        Job::requestCancel,
                        "Cancellation requested; the worker is stopping the %s.".formatted(job.kind()));
            case CANCELLING, CANCELLED -> {}
            case SUCCEEDED, FAILED -> throw JobProblem.conflict(job.state(), "cancelled");
        }
        return responses.of(job);
    }

    /** Cancels each of these jobs that is not over. */
    public void cancelAll(Caller caller, Collection<String> ids) {
        // In one order, so that two requests about the same jobs do not wait for each other.
        ids.stream()
                .sorted()
                .filter(id -> !jobs.lock(caller, id).state().isTerminal())
                .forEach(id -> cancel(caller, id));
    }

    /** Ends the job immediately; progress since the last checkpoint is lost. */
    JobResponse kill(Caller caller, String id) {
        Job job = jobs.lock(caller, id);
        switch (job.state()) {
            case QUEUED, PAUSED -> change(job, it -> it.cancel(clock.instant()), "Killed while not running.");
            case RUNNING, PAUSING, CANCELLING -> {
                if (!job.killRequested()) {
                    change(job, Job::requestKill, "Kill requested; the worker is ending the process immediately.");
                }
            }
            case CANCELLED -> {}
            case SUCCEEDED, FAILED -> throw JobProblem.conflict(job.state(), "killed");
        }
        return responses.of(job);
    }

    /** Saves a checkpoint and releases slots and memory until the job is resumed. */
    JobResponse pause(Caller caller, String id) {
        Job job = jobs.lock(caller, id);
        switch (job.kind()) {
            case TRAINING -> {}
            // It has no checkpoint to continue from.
            case IMPORT -> throw NotATraining.cannot("be paused");
        }
        switch (job.state()) {
            case QUEUED -> change(job, Job::pause, "Paused before it started.");
            case RUNNING -> change(job, Job::requestPause, "Pause requested; the worker is saving a checkpoint.");
            case PAUSING, PAUSED -> {}
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> throw JobProblem.conflict(job.state(), "paused");
        }
        return responses.of(job);
    }

    JobResponse resume(Caller caller, String id) {
        Job job = jobs.lock(caller, id);
        switch (job.kind()) {
            case TRAINING -> {}
            case IMPORT -> throw NotATraining.cannot("be paused or resumed");
        }
        switch (job.state()) {
            case PAUSED -> {
                change(job, Job::resume, "Resumed; returned to the queue.");
                jobs.queuedNow(job);
            }
            case QUEUED, RUNNING -> {}
            case PAUSING, CANCELLING, SUCCEEDED, FAILED, CANCELLED -> throw JobProblem.conflict(job.state(), "resumed");
        }
        return responses.of(job);
    }

    private void change(Job job, Consumer<Job> transition, String message) {
        Instant now = clock.instant();
        JobState before = job.state();
        transition.accept(job);
        // A job has a reason of its own only after its end; the event already shows the reason of the request.
        JobReason reason = job.state() == JobState.CANCELLING ? JobReason.ON_REQUEST : job.reason();
        history.changed(job, before, message, reason, now);
    }
}
