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

/** A submitted training or import; its state changes only through the named methods below. */
@Entity
@Table(name = "job")
// The spec is large and never changes.
@DynamicUpdate
public class Job {

    public static final String FIRST_ETAG = "\"1\"";

    private static final int FIRST_REVISION = 1;

    @Id
    private String id;

    @Column(name = "project_id")
    private String project;

    private String name;

    // Maps are replaced as a whole and never modified. Hibernate therefore need not copy them to detect changes.
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private Map<String, String> labels;

    private int priority;
    private String notes;
    private boolean archived;

    @Column(name = "account_id")
    private @Nullable String account;

    private JobKind kind;

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
    private @Nullable Long estimatedBytes;
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
    private @Nullable Instant deletedAt;
    private boolean purging;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Job() {}

    /** @param estimatedBytes memory that each device of the job must have; null if unknown */
    public Job(
            String id,
            String project,
            Submission submission,
            @Nullable Long estimatedBytes,
            @Nullable JobLineage origin,
            Instant now) {
        this.id = id;
        this.project = project;
        this.name = submission.name();
        this.labels = submission.labels();
        this.priority = submission.priority();
        this.slots = submission.slots();
        this.notes = submission.notes();
        this.kind = submission.work().kind();
        this.spec = submission.work().tree();
        this.estimatedBytes = estimatedBytes;
        this.origin = origin;
        this.createdAt = now;
    }

    public void enter(JobPhase next) {
        phase = next;
    }

    public void requestCancel() {
        become(JobState.CANCELLING);
    }

    /** Like {@link #requestCancel()}, for another reason than a user's request; the job keeps it to its end. */
    public void requestCancel(JobReason why) {
        requestCancel();
        because(why);
    }

    /** Like {@link #requestCancel}, but without a last checkpoint. */
    public void requestKill() {
        if (state != JobState.CANCELLING) {
            become(JobState.CANCELLING);
        }
        killRequested = true;
    }

    public void requestPause() {
        become(JobState.PAUSING);
    }

    public void resume() {
        become(JobState.QUEUED);
    }

    public void pause() {
        become(JobState.PAUSED);
        phase = null;
        etaSeconds = null;
    }

    public void cancel(Instant now) {
        JobReason why = reason();
        cancel(why == null ? JobReason.ON_REQUEST : why, now);
    }

    public void cancel(JobReason why, Instant now) {
        end(JobState.CANCELLED, now);
        because(why);
    }

    public void succeed(Map<String, Object> metrics, Instant now) {
        end(JobState.SUCCEEDED, now);
        result = metrics;
        etaSeconds = null;
        // Its training ended before it could be stopped.
        reasonCode = null;
        reasonMessage = null;
    }

    public void fail(JobReason reason, Instant now) {
        end(JobState.FAILED, now);
        because(reason);
    }

    /** Keeps the progress: the next attempt resumes from a checkpoint or reports that it starts from the beginning. */
    public void requeue() {
        become(JobState.QUEUED);
        phase = null;
        etaSeconds = null;
    }

    /** Returns the number of crashes since the last checkpoint. */
    public int countCrash() {
        return ++crashes;
    }

    /** Returns the number of workers lost so far. */
    public int countLoss() {
        return ++losses;
    }

    /** Resets the count: a new checkpoint shows that the crashes have not stopped all progress. */
    public void forgetCrashes() {
        crashes = 0;
    }

    /** Hides a job that is over from users; it is purged later. */
    public void delete(Instant now) {
        if (!state.isTerminal()) {
            throw new IllegalStateException("Job %s is %s and cannot be deleted".formatted(id, state));
        }
        deletedAt = now;
    }

    public void restore() {
        deletedAt = null;
    }

    /** An edit that changes nothing keeps the ETag, so that it does not cause other edits to be refused. */
    public void edit(JobEdit edit) {
        JobEdit before = editable();
        name = edit.name() == null ? name : edit.name();
        labels = edit.labels() == null ? labels : edit.labels();
        priority = edit.priority() == null ? priority : edit.priority();
        notes = edit.notes() == null ? notes : edit.notes();
        archived = edit.archived() == null ? archived : edit.archived();
        if (!before.equals(editable())) {
            revision++;
        }
    }

    private JobEdit editable() {
        return new JobEdit(name, labels, priority, notes, archived);
    }

    /** Notes which account submitted the job. */
    public void submittedBy(String submitter) {
        account = submitter;
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

    public AttemptId currentAttempt() {
        return new AttemptId(id, attempt);
    }

    /** Changes with the fields that PATCH can set and not with progress, so that a running job can be edited. */
    public String etag() {
        return "\"" + revision + "\"";
    }

    @Nullable
    public JobReason reason() {
        return reasonCode == null || reasonMessage == null ? null : new JobReason(reasonCode, reasonMessage);
    }

    @Nullable
    public JobProgress progress() {
        return epoch == null || epochs == null || step == null || steps == null
                ? null
                : new JobProgress(epoch, epochs, step, steps, etaSeconds);
    }

    public String id() {
        return id;
    }

    public String project() {
        return project;
    }

    public String name() {
        return name;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public int priority() {
        return priority;
    }

    public JobKind kind() {
        return kind;
    }

    /** Returns the spec of the training or the import, as JSON. */
    public Map<String, Object> spec() {
        return spec;
    }

    public JobWork work() {
        return JobWork.read(kind, spec);
    }

    public boolean killRequested() {
        return killRequested;
    }

    public JobState state() {
        return state;
    }

    @Nullable
    public JobPhase phase() {
        return phase;
    }

    public int attempt() {
        return attempt;
    }

    @Nullable
    public JobLineage origin() {
        return origin;
    }

    public int slots() {
        return slots;
    }

    @Nullable
    public Map<String, Object> result() {
        return result;
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Nullable
    public Instant startedAt() {
        return startedAt;
    }

    @Nullable
    public Instant finishedAt() {
        return finishedAt;
    }

    /** When a user or the project's retention deleted it. */
    @Nullable
    public Instant deletedAt() {
        return deletedAt;
    }

    public String notes() {
        return notes;
    }

    public boolean archived() {
        return archived;
    }

    /** Returns the id of the account that submitted the job; null for jobs of older versions. */
    public @Nullable String account() {
        return account;
    }
}
