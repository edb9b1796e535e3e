package dev.isograd.jobs;

import dev.isograd.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts together what the API shows of jobs, with one query for the attempts and one for the queue. */
@Component
class JobResponses {

    private static final int MOST_COUNTED = 1000;

    private final Jobs jobs;
    private final JobAttempts attempts;

    JobResponses(Jobs jobs, JobAttempts attempts) {
        this.jobs = jobs;
        this.attempts = attempts;
    }

    JobResponse of(Job job) {
        return of(new Page<>(List.of(job), false, null)).data().getFirst();
    }

    Page<JobResponse> of(Page<Job> page) {
        Map<String, List<JobAttempt>> tries = attempts.of(ids(page, job -> job.attempt() > 0));
        Map<String, Jobs.WaitingJob> waiting =
                jobs.waiting(ids(page, job -> job.state() == JobState.QUEUED).toArray(String[]::new)).stream()
                        .collect(Collectors.toMap(Jobs.WaitingJob::getId, Function.identity()));
        return page.map(job -> {
            Jobs.WaitingJob place = waiting.get(job.id());
            return JobResponse.of(
                    job, tries.getOrDefault(job.id(), List.of()), place == null ? null : blockedBy(place));
        });
    }

    private static List<String> ids(Page<Job> page, Predicate<Job> wanted) {
        return page.data().stream().filter(wanted).map(Job::id).toList();
    }

    private static String blockedBy(Jobs.WaitingJob place) {
        if (Boolean.TRUE.equals(place.getDelayed())) {
            return "waiting a while before it is tried again";
        }
        if (place.getOverQuota()) {
            return "the project uses all of its %d slots".formatted(place.getQuota());
        }
        String kind = "gpu".equals(place.getDevice()) ? "GPU slot" : "slot";
        String slot = place.getSlots() == 1
                ? "waiting for a free " + kind
                : "waiting for %d free %ss on one worker".formatted(place.getSlots(), kind);
        return place.getAhead() == 0
                ? slot + "; next in line"
                : "%s; %s %s ahead"
                        .formatted(
                                slot,
                                place.getAhead() >= MOST_COUNTED ? MOST_COUNTED + " or more" : place.getAhead(),
                                place.getAhead() == 1 ? "job" : "jobs");
    }
}
