package dev.isograd.jobs;

import dev.isograd.Ids;
import dev.isograd.http.StorableText;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Writes the events of jobs, in the transaction that causes them.
 *
 * <p>A claim writes its own event, because it is a single SQL statement.
 */
@Component
public class JobHistory {

    private static final int LONGEST_MESSAGE = 4_000;

    private final EntityManager entities;
    private final Ids ids;
    private final ImportEnds importEnds;
    private final ApplicationEventPublisher publisher;

    JobHistory(EntityManager entities, Ids ids, ImportEnds importEnds, ApplicationEventPublisher publisher) {
        this.entities = entities;
        this.ids = ids;
        this.importEnds = importEnds;
        this.publisher = publisher;
    }

    /**
     * Tells this process that a job has entered the queue, so that a worker in it need not wait for its next look. Workers in
     * other processes find the job by looking.
     */
    public record Queued(String job) {}

    /** Tells listeners of the same transaction that a job is over. */
    public record Ended(String job) {}

    /** Records a change of state with the reason stored in the job. */
    public void changed(Job job, @Nullable JobState from, String message, Instant now) {
        changed(job, from, message, job.reason(), now);
    }

    /** Records a change of state. */
    public void changed(Job job, @Nullable JobState from, String message, @Nullable JobReason reason, Instant now) {
        entities.persist(new JobEvent(ids.next("evt"), job, from, message, reason, now));
        importEnds.note(job);
        if (job.state() == JobState.QUEUED) {
            publisher.publishEvent(new Queued(job.id()));
        }
        if (job.state().isTerminal()) {
            publisher.publishEvent(new Ended(job.id()));
        }
    }

    /**
     * Records an event that is not a change of state.
     *
     * @param type the subject, in one word
     */
    public void noted(AttemptId attempt, String type, String message, Instant now) {
        String storable = StorableText.of(message, LONGEST_MESSAGE);
        entities.persist(new JobEvent(ids.next("evt"), attempt, type, storable, now));
    }
}
