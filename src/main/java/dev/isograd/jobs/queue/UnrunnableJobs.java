package dev.isograd.jobs.queue;

import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends queued jobs that no running worker can take: none has the device, the slots or the memory. Jobs that only wait for their
 * turn stay, and while no worker is running, all jobs stay.
 */
@Component
@Transactional
class UnrunnableJobs {

    private final Jobs jobs;
    private final QueuePlaces places;
    private final JobHistory history;
    private final InstantSource clock;

    UnrunnableJobs(Jobs jobs, QueuePlaces places, JobHistory history, InstantSource clock) {
        this.jobs = jobs;
        this.places = places;
        this.history = history;
        this.clock = clock;
    }

    /** @param waited how long the jobs have waited at least */
    void end(Collection<String> waiting, Duration waited) {
        for (QueuePlace place : places.of(waiting).values()) {
            if (place.isUnrunnable()) {
                // A locked job is being cancelled or claimed; the next check sees what it became.
                jobs.lockUnlessLocked(place.job())
                        .filter(job -> job.state() == JobState.QUEUED)
                        .ifPresent(job -> fail(job, place, waited));
            }
        }
    }

    private void fail(Job job, QueuePlace place, Duration waited) {
        String message =
                "No running worker could take the job within %s: %s.".formatted(text(waited), place.blockedBy());
        Instant now = clock.instant();
        job.fail(new JobReason(ReasonCode.TIMEOUT_QUEUE, message), now);
        history.changed(job, JobState.QUEUED, "Failed: " + message, now);
    }

    private static String text(Duration time) {
        return time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
