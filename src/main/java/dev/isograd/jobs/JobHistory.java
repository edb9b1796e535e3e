package dev.isograd.jobs;

import dev.isograd.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes down what happens to jobs, in the transaction in which it happens. */
@Component
class JobHistory {

    private final JobEvents events;
    private final Ids ids;

    JobHistory(JobEvents events, Ids ids) {
        this.events = events;
        this.ids = ids;
    }

    void changed(Job job, @Nullable JobState from, String message, Instant now) {
        changed(job, from, message, job.reason(), now);
    }

    void changed(Job job, @Nullable JobState from, String message, @Nullable JobReason reason, Instant now) {
        events.insert(new JobEvent(ids.next("evt"), job, from, message, reason, now));
    }
}
