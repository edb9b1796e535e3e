package dev.isograd.jobs;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One try at a job on one worker. */
@Entity
@Table(name = "job_attempt")
class JobAttempt {

    @EmbeddedId
    private AttemptId id;

    private String worker;
    private String device;
    private Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable String outcome;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected JobAttempt() {}

    JobAttempt(AttemptId id, String worker, String device, Instant now) {
        this.id = id;
        this.worker = worker;
        this.device = device;
        this.startedAt = now;
    }

    /** @param how a terminal state, or what put the job back into the queue */
    void end(String how, Instant now) {
        endedAt = now;
        outcome = how;
    }

    AttemptId id() {
        return id;
    }

    String worker() {
        return worker;
    }

    String device() {
        return device;
    }

    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    @Nullable
    String outcome() {
        return outcome;
    }
}
