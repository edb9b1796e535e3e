package dev.isograd.jobs.queue;

import dev.isograd.jobs.JobState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A second and simpler implementation of the rules for jobs. */
final class JobModel {

    /** The moves that can happen to a job; moves of an attempt carry its number. */
    enum Move {
        CANCEL,
        KILL,
        PAUSE,
        RESUME,
        CLAIM,
        EXPIRE,
        RESTART,
        TRAINING(true),
        PROGRESS(true),
        CHECKPOINTED(true),
        SUCCEED(true),
        FAIL(true),
        CRASHED(true),
        LOST(true),
        POSTPONED(true),
        PAUSED(true),
        CANCELLED(true),
        RELEASE(true);

        final boolean ofAttempt;

        Move() {
            this(false);
        }

        Move(boolean ofAttempt) {
            this.ofAttempt = ofAttempt;
        }
    }

    /** The outcome of a move. */
    enum Answer {
        DONE,
        NOTHING_TO_DO,
        CONFLICT,
        SUPERSEDED,
        ILLEGAL
    }

    private static final Set<JobState> ACTIVE = EnumSet.of(JobState.RUNNING, JobState.PAUSING, JobState.CANCELLING);
    private static final int MOST_CRASHES = 3;
    private static final int MOST_LOSSES = 10;

    JobState state = JobState.QUEUED;
    int attempt;
    private int crashes;
    private int losses;

    JobModel copy() {
        JobModel copy = new JobModel();
        copy.state = state;
        copy.attempt = attempt;
        copy.crashes = crashes;
        copy.losses = losses;
        return copy;
    }

    Answer make(Move move, int by) {
        if (move.ofAttempt && (by != attempt || !isActive())) {
            return Answer.SUPERSEDED;
        }
        return switch (move) {
            case CANCEL, KILL -> stop();
            case PAUSE -> pause();
            case RESUME -> resume();
            case CLAIM -> claim();
            case EXPIRE, RESTART, LOST -> lose();
            case TRAINING, PROGRESS -> Answer.DONE;
            case CHECKPOINTED -> {
                crashes = 0;
                yield Answer.DONE;
            }
            case SUCCEED -> become(JobState.SUCCEEDED);
            case FAIL -> become(JobState.FAILED);
            case CRASHED -> crash();
            case PAUSED -> state == JobState.RUNNING ? Answer.ILLEGAL : giveBack();
            case CANCELLED -> state == JobState.CANCELLING ? become(JobState.CANCELLED) : Answer.ILLEGAL;
            case POSTPONED, RELEASE -> giveBack();
        };
    }

    private Answer stop() {
        return switch (state) {
            case QUEUED, PAUSED -> become(JobState.CANCELLED);
            case RUNNING, PAUSING, CANCELLING -> become(JobState.CANCELLING);
            case CANCELLED -> Answer.DONE;
            case SUCCEEDED, FAILED -> Answer.CONFLICT;
        };
    }

    private Answer pause() {
        return switch (state) {
            case QUEUED -> become(JobState.PAUSED);
            case RUNNING -> become(JobState.PAUSING);
            case PAUSING, PAUSED -> Answer.DONE;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> Answer.CONFLICT;
        };
    }

    private Answer resume() {
        return switch (state) {
            case PAUSED -> become(JobState.QUEUED);
            case QUEUED, RUNNING -> Answer.DONE;
            case PAUSING, CANCELLING, SUCCEEDED, FAILED, CANCELLED -> Answer.CONFLICT;
        };
    }

    private Answer claim() {
        if (state != JobState.QUEUED) {
            return Answer.NOTHING_TO_DO;
        }
        attempt++;
        return become(JobState.RUNNING);
    }

    private Answer lose() {
        if (!isActive()) {
            return Answer.NOTHING_TO_DO;
        }
        losses++;
        return losses >= MOST_LOSSES && state == JobState.RUNNING ? become(JobState.FAILED) : giveBack();
    }

    private Answer crash() {
        crashes++;
        return crashes >= MOST_CRASHES && state == JobState.RUNNING ? become(JobState.FAILED) : giveBack();
    }

    private Answer giveBack() {
        return become(
                switch (state) {
                    case PAUSING -> JobState.PAUSED;
                    case CANCELLING -> JobState.CANCELLED;
                    default -> JobState.QUEUED;
                });
    }

    private Answer become(JobState next) {
        state = next;
        return Answer.DONE;
    }

    boolean isActive() {
        return ACTIVE.contains(state);
    }

    /** Returns the expected content of the database: state, attempt, leases, slots in use. */
    String expected() {
        int held = isActive() ? 1 : 0;
        return "%s attempt %d, %d leased, %d slots".formatted(state, attempt, held, held);
    }

    /** Returns the expected content after two simultaneous moves, in one order. */
    static List<String> eitherOrder(JobModel before, Move first, Move second) {
        List<String> outcomes = new ArrayList<>();
        JobModel one = before.copy();
        Answer a = one.make(first, before.attempt);
        Answer b = one.make(second, before.attempt);
        outcomes.add("%s %s %s".formatted(a, b, one.expected()));
        JobModel other = before.copy();
        b = other.make(second, before.attempt);
        a = other.make(first, before.attempt);
        outcomes.add("%s %s %s".formatted(a, b, other.expected()));
        return outcomes;
    }
}
