package dev.isograd.jobs.web;

import dev.isograd.http.Page;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.queue.JobAttempt;
import dev.isograd.jobs.queue.JobAttempts;
import dev.isograd.jobs.queue.QueuePlace;
import dev.isograd.jobs.queue.QueuePlaces;
import dev.isograd.jobs.retention.RetentionProperties;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Assembles the API's view of jobs, with one query for all attempts and one for all places in the queue. */
@Component
class JobResponses {

    private final QueuePlaces places;
    private final JobAttempts attempts;
    private final RetentionProperties retention;

    JobResponses(QueuePlaces places, JobAttempts attempts, RetentionProperties retention) {
        this.places = places;
        this.attempts = attempts;
        this.retention = retention;
    }

    JobResponse of(Job job) {
        return of(new Page<>(List.of(job), false, null)).data().getFirst();
    }

    Page<JobResponse> of(Page<Job> page) {
        Map<String, List<JobAttempt>> tries = attempts.of(ids(page, job -> job.attempt() > 0));
        Map<String, QueuePlace> waiting = places.of(ids(page, job -> job.state() == JobState.QUEUED));
        return page.map(job -> {
            QueuePlace place = waiting.get(job.id());
            return JobResponse.of(
                    job,
                    tries.getOrDefault(job.id(), List.of()),
                    place == null ? null : place.blockedBy(),
                    job.deletedAt() == null ? null : job.deletedAt().plus(retention.restorable()));
        });
    }

    private static List<String> ids(Page<Job> page, Predicate<Job> wanted) {
        return page.data().stream().filter(wanted).map(Job::id).toList();
    }
}
