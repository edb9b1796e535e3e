package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.Jobs;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.comparisons.ComparisonRows.Member;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Cancels the trainings of variants that do worse than the others of their comparison. */
@Component
class VariantStops {

    private final HalvingRows halvings;
    private final Jobs jobs;
    private final JobHistory history;
    private final EntityManager entities;
    private final InstantSource clock;

    VariantStops(HalvingRows halvings, Jobs jobs, JobHistory history, EntityManager entities, InstantSource clock) {
        this.halvings = halvings;
        this.jobs = jobs;
        this.history = history;
        this.entities = entities;
        this.clock = clock;
    }

    /** Stops the variants and notes the decision, or neither. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void stop(
            ComparisonRows.Row comparison,
            List<Halving.Standing> stopped,
            int epoch,
            String message,
            List<Member> members) {
        List<Integer> variants = stopped.stream().map(Halving.Standing::variant).toList();
        // In one order, and before the comparison, as in every other transaction.
        members.stream()
                .filter(member -> variants.contains(member.variant()))
                .map(Member::job)
                .sorted()
                .forEach(job -> cancel(job, new JobReason(ReasonCode.STOPPED_EARLY, message)));
        entities.flush();
        halvings.decided(
                comparison.id(),
                stopped.stream()
                        .map(standing -> new EarlyStop(standing.variant(), epoch, standing.accuracy()))
                        .toList());
    }

    private void cancel(String id, JobReason why) {
        jobs.lock(id).ifPresent(job -> {
            Instant now = clock.instant();
            JobState before = job.state();
            switch (before) {
                case QUEUED, PAUSED -> job.cancel(why, now);
                case RUNNING, PAUSING -> job.requestCancel(why);
                case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> {}
            }
            note(job, before, why, now);
        });
    }

    private void note(Job job, JobState before, JobReason why, Instant now) {
        if (job.state() != before) {
            history.changed(job, before, why.message(), why, now);
        }
    }
}
