package dev.isograd.jobs;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One try at a job on one worker; {@link JobClaims} and {@link JobLeases} write its row. */
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
