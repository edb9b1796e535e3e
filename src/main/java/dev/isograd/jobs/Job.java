package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A training somebody submitted; its state changes only through the named methods below. */
@Entity
@Table(name = "job")
// The spec is large and never changes.
@DynamicUpdate
class Job {

    static final String FIRST_ETAG = "\"1\"";

    private static final int FIRST_REVISION = 1;

    @Id
    private String id;

    @Column(name = "project_id")
    private String project;

    private String name;

    // Maps are replaced and never changed: Hibernate need not copy each, by way of JSON, to compare it later.
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private Map<String, String> labels;

    private int priority;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private Map<String, Object> spec;

    @Enumerated(EnumType.STRING)
    private JobState state = JobState.QUEUED;

    @Enumerated(EnumType.STRING)
    private @Nullable JobPhase phase;

    @Enumerated(EnumType.STRING)
    private @Nullable ReasonCode reasonCode;

    private @Nullable String reasonMessage;
    private int attempt;
    private int slots;
    private int crashes;
    private int losses;
    private boolean killRequested;

    @Embedded
    private @Nullable JobLineage origin;

    private @Nullable Integer epoch;
    private @Nullable Integer epochs;
    private @Nullable Long step;
    private @Nullable Long steps;
    private @Nullable Long etaSeconds;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Map<String, Object> result;

    private int revision = FIRST_REVISION;
    private Instant createdAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Job() {}

    Job(
            String id,
            String project,
            Submission submission,
            Map<String, Object> spec,
            @Nullable JobLineage origin,
            Instant now) {
        this.id = id;
        this.project = project;
        this.name = submission.name();
        this.labels = submission.labels();
        this.priority = submission.priority();
        this.slots = submission.slots();
        this.spec = spec;
        this.origin = origin;
        this.createdAt = now;
    }

    void enter(JobPhase next) {
        phase = next;
    }

    void requestCancel() {
        become(JobState.CANCELLING);
    }

    /** As cancel, without a last checkpoint. */
    void requestKill() {
        if (state != JobState.CANCELLING) {
            become(JobState.CANCELLING);
        }
        killRequested = true;
    }

    void requestPause() {
        become(JobState.PAUSING);
    }

    void resume() {
        become(JobState.QUEUED);
    }

    void pause() {
        become(JobState.PAUSED);
        phase = null;
        etaSeconds = null;
    }

    void cancel(Instant now) {
        end(JobState.CANCELLED, now);
        because(JobReason.ON_REQUEST);
    }

    void succeed(Map<String, Object> metrics, Instant now) {
        end(JobState.SUCCEEDED, now);
        result = metrics;
        etaSeconds = null;
    }

    void fail(JobReason reason, Instant now) {
        end(JobState.FAILED, now);
        because(reason);
    }

    /** Progress stays as it was: the next attempt goes on from a checkpoint, or says that it starts anew. */
    void requeue() {
        become(JobState.QUEUED);
        phase = null;
        etaSeconds = null;
    }

    /** Returns how often that happened since the last checkpoint. */
    int countCrash() {
        return ++crashes;
    }

    /** Returns how often that happened. */
    int countLoss() {
        return ++losses;
    }

    /** There is something newer to go on from, so the same crash has not stopped all progress. */
    void forgetCrashes() {
        crashes = 0;
    }

    /** Who changes nothing leaves the tag as it is, so that no other edit is refused for it. */
    void edit(JobEdit edit) {
        JobEdit before = new JobEdit(name, labels, priority);
        name = edit.name() == null ? name : edit.name();
        labels = edit.labels() == null ? labels : edit.labels();
        priority = edit.priority() == null ? priority : edit.priority();
        if (!before.equals(new JobEdit(name, labels, priority))) {
            revision++;
        }
    }

    private void end(JobState last, Instant now) {
        become(last);
        phase = null;
        etaSeconds = null;
        finishedAt = now;
    }

    private void become(JobState next) {
        if (!state.canBecome(next)) {
            throw new IllegalTransition(id, state, next);
        }
        state = next;
    }

    private void because(JobReason reason) {
        reasonCode = reason.code();
        reasonMessage = reason.message();
    }

    AttemptId currentAttempt() {
        return new AttemptId(id, attempt);
    }

    /** Moves with what PATCH can change and not with progress; otherwise nobody could edit a running job. */
    String etag() {
        return "\"" + revision + "\"";
    }

    @Nullable
    JobReason reason() {
        return reasonCode == null || reasonMessage == null ? null : new JobReason(reasonCode, reasonMessage);
    }

    @Nullable
    JobProgress progress() {
        return epoch == null || epochs == null || step == null || steps == null
                ? null
                : new JobProgress(epoch, epochs, step, steps, etaSeconds);
    }

    String id() {
        return id;
    }

    String project() {
        return project;
    }

    String name() {
        return name;
    }

    Map<String, String> labels() {
        return labels;
    }

    int priority() {
        return priority;
    }

    Map<String, Object> spec() {
        return spec;
    }

    boolean killRequested() {
        return killRequested;
    }

    JobState state() {
        return state;
    }

    @Nullable
    JobPhase phase() {
        return phase;
    }

    int attempt() {
        return attempt;
    }

    @Nullable
    JobLineage origin() {
        return origin;
    }

    int slots() {
        return slots;
    }

    @Nullable
    Map<String, Object> result() {
        return result;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant finishedAt() {
        return finishedAt;
    }
}
