package dev.isograd.jobs.web;

import dev.isograd.accounts.names.AccountNames;
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
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Assembles the API's view of jobs, with one query each for all attempts, places in the queue and owners. */
@Component
class JobResponses {

    private final QueuePlaces places;
    private final JobAttempts attempts;
    private final AccountNames accounts;
    private final RetentionProperties retention;

    JobResponses(QueuePlaces places, JobAttempts attempts, AccountNames accounts, RetentionProperties retention) {
        this.places = places;
        this.attempts = attempts;
        this.accounts = accounts;
        this.retention = retention;
    }

    JobResponse of(Job job) {
        return of(new Page<>(List.of(job), false, null), false).data().getFirst();
    }

    /** @param isSummary whether to leave out what a list of jobs does not show */
    Page<JobResponse> of(Page<Job> page, boolean isSummary) {
        Map<String, List<JobAttempt>> tries = attempts.of(ids(page, job -> job.attempt() > 0));
        Map<String, QueuePlace> waiting = places.of(ids(page, job -> job.state() == JobState.QUEUED));
        Map<String, String> owners = accounts.of(page.data().stream()
                .map(Job::account)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return page.map(job -> {
            QueuePlace place = waiting.get(job.id());
            return JobResponse.of(
                    job,
                    tries.getOrDefault(job.id(), List.of()),
                    place == null ? null : place.blockedBy(),
                    job.deletedAt() == null ? null : job.deletedAt().plus(retention.restorable()),
                    owner(job.account(), owners),
                    isSummary ? JobResponse.Content.summary(job) : JobResponse.Content.whole(job));
        });
    }

    private static JobResponse.@Nullable OwnerResponse owner(@Nullable String account, Map<String, String> names) {
        String name = account == null ? null : names.get(account);
        return account == null || name == null ? null : new JobResponse.OwnerResponse(account, name);
    }

    private static List<String> ids(Page<Job> page, Predicate<Job> wanted) {
        return page.data().stream().filter(wanted).map(Job::id).toList();
    }
}
