package dev.isograd.checkpoints;

import dev.isograd.jobs.queue.ClaimedTraining;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The row of a stored training state; the checkpoint exists once the row is committed. */
@Entity
@Table(name = "checkpoint")
class Checkpoint {

    /** Longer than any download takes. */
    private static final Duration HOLD = Duration.ofHours(1);

    @Id
    private String id;

    @Column(name = "project_id")
    private String project;

    @Column(name = "job_id")
    private String job;

    private int attempt;
    private long step;
    private int epoch;

    @Enumerated(EnumType.STRING)
    private CheckpointReason reason;

    private long bytes;
    private String sha256;
    private String key;
    private String manifestKey;
    private String manifestSha256;
    private @Nullable Double testAccuracy;
    private @Nullable Double testLoss;
    private double trainSeconds;
    private double stepSeconds;

    @Enumerated(EnumType.STRING)
    private CheckpointState state = CheckpointState.COMMITTED;

    private boolean pinned;
    private Instant createdAt;
    private @Nullable Instant heldUntil;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Checkpoint() {}

    Checkpoint(String id, ClaimedTraining job, SavedState saved, StoredKeys keys, Instant now) {
        this.id = id;
        this.project = job.project();
        this.job = job.attempt().job();
        this.attempt = job.attempt().number();
        this.step = saved.step();
        this.epoch = saved.epoch();
        this.reason = saved.reason();
        this.bytes = saved.bytes();
        this.sha256 = saved.sha256();
        this.key = keys.state();
        this.manifestKey = keys.manifest();
        this.manifestSha256 = keys.manifestSha256();
        this.testAccuracy = saved.testAccuracy();
        this.testLoss = saved.testLoss();
        this.trainSeconds = saved.trainSeconds();
        this.stepSeconds = saved.stepSeconds();
        this.createdAt = now;
    }

    /** The artifact keys of a checkpoint's state and manifest. */
    record StoredKeys(String state, String manifest, String manifestSha256) {}

    /** Protects the checkpoint from retention while a job reads it. */
    void holdFrom(Instant now) {
        heldUntil = now.plus(HOLD);
    }

    void markCorrupt() {
        state = state == CheckpointState.COMMITTED ? CheckpointState.CORRUPT : state;
    }

    void setPinned(boolean pinned) {
        this.pinned = pinned;
    }

    String id() {
        return id;
    }

    String job() {
        return job;
    }

    int attempt() {
        return attempt;
    }

    long step() {
        return step;
    }

    int epoch() {
        return epoch;
    }

    CheckpointReason reason() {
        return reason;
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return sha256;
    }

    String key() {
        return key;
    }

    String manifestKey() {
        return manifestKey;
    }

    String manifestSha256() {
        return manifestSha256;
    }

    @Nullable
    Double testAccuracy() {
        return testAccuracy;
    }

    @Nullable
    Double testLoss() {
        return testLoss;
    }

    double trainSeconds() {
        return trainSeconds;
    }

    double stepSeconds() {
        return stepSeconds;
    }

    CheckpointState state() {
        return state;
    }

    boolean pinned() {
        return pinned;
    }

    Instant createdAt() {
        return createdAt;
    }
}
