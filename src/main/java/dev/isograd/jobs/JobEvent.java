package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event in the history of a job; never changed after it is written. */
@Entity
@Table(name = "job_event")
public class JobEvent {

    @Id
    private String id;

    @Column(name = "job_id")
    private String job;

    private String type;
    private Instant at;

    @Column(name = "from_state")
    @Enumerated(EnumType.STRING)
    private @Nullable JobState from;

    @Column(name = "to_state")
    @Enumerated(EnumType.STRING)
    private @Nullable JobState to;

    @Enumerated(EnumType.STRING)
    private @Nullable ReasonCode reasonCode;

    private @Nullable String reasonMessage;
    private String message;
    private int attempt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected JobEvent() {}

    /** A change of state; the job is already in the new state. */
    JobEvent(String id, Job job, @Nullable JobState from, String message, @Nullable JobReason reason, Instant at) {
        this.id = id;
        this.job = job.id();
        this.type = "state";
        this.at = at;
        this.from = from;
        this.to = job.state();
        this.reasonCode = reason == null ? null : reason.code();
        this.reasonMessage = reason == null ? null : reason.message();
        this.message = message;
        this.attempt = job.attempt();
    }

    /** An event that is not a change of state. */
    JobEvent(String id, AttemptId attempt, String type, String message, Instant at) {
        this.id = id;
        this.job = attempt.job();
        this.type = type;
        this.at = at;
        this.message = message;
        this.attempt = attempt.number();
    }

    public String id() {
        return id;
    }

    public String type() {
        return type;
    }

    public Instant at() {
        return at;
    }

    @Nullable
    public JobState from() {
        return from;
    }

    @Nullable
    public JobState to() {
        return to;
    }

    @Nullable
    public JobReason reason() {
        return reasonCode == null || reasonMessage == null ? null : new JobReason(reasonCode, reasonMessage);
    }

    public String message() {
        return message;
    }

    public int attempt() {
        return attempt;
    }
}
