package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.web.TestJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to a job whose attempt ended early: when it is tried again, and when it fails. */
@IsogradTest
class JobRetriesIntegrationTests {

    private static final JobReason CRASH = new JobReason(ReasonCode.NATIVE_CRASH, "It crashed.");

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void waitsBeforeTryingAgain() {
        jobs.claimNew();
        jobs.expireLeases();
        jobs.reap();

        assertThat(jobs.tryClaim()).isEmpty();
        assertThat(jobs.blockedBy(jobs.only().id())).isEqualTo("waiting before the next attempt");
        assertThat(waitMillis()).isBetween(1_000.0, 5_000.0);

        jdbc.sql("update job set not_before = clock_timestamp()").update();
        assertThat(jobs.tryClaim()).isPresent();
    }

    @Test
    void failsJobThatLosesTooManyWorkers() {
        jobs.submit();
        for (int i = 0; i < 10; i++) {
            assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
            jobs.claimAgain();
            queue.lost(queue.heldBy("w").getFirst(), "The worker was killed.");
        }

        assertThat(jobs.only().reason())
                .isEqualTo(new JobReason(
                        ReasonCode.WORKER_LOST, "The worker was killed. This was loss 10, which is the limit."));
    }

    @Test
    void failsJobThatAlwaysCrashes() {
        jobs.submit();
        for (int i = 0; i < 3; i++) {
            assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
            queue.crashed(jobs.claimAgain(), CRASH);
        }

        JobReason reason = jobs.only().reason();
        assertThat(reason).extracting(JobReason::code).isEqualTo(ReasonCode.CRASH_LOOP);
        assertThat(reason).extracting(JobReason::message).asString().endsWith("Last crash: It crashed.");
    }

    @Test
    void namesAFullDiskAndNotTheCrashesItCauses() {
        jobs.submit();
        for (int i = 0; i < 3; i++) {
            queue.crashed(jobs.claimAgain(), new JobReason(ReasonCode.DISK_FULL, "No space left on device"));
        }

        assertThat(jobs.only().state()).isEqualTo(JobState.FAILED);
        assertThat(jobs.only().reason()).extracting(JobReason::code).isEqualTo(ReasonCode.DISK_FULL);
    }

    @Test
    void countsCrashesSinceTheLastCheckpoint() {
        jobs.submit();
        for (int i = 0; i < 5; i++) {
            AttemptId attempt = jobs.claimAgain();
            queue.checkpointed(attempt);
            queue.crashed(attempt, CRASH);
        }

        assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void countsNoRetryForAReleasedJob() {
        jobs.submit();
        for (int i = 0; i < 20; i++) {
            jobs.release(jobs.claimAgain());
        }

        assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
        assertThat(jobs.tryClaim()).isPresent();
    }

    @Test
    void postponesWithoutLimitAndWithGrowingWaits() {
        jobs.submit();
        List<Double> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.postponed(jobs.claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away."));
            waits.add(waitMillis());
        }

        assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
        assertThat(waits.get(0)).isBetween(2_000.0, 5_500.0);
        assertThat(waits.get(2)).isBetween(9_000.0, 20_500.0);
        assertThat(waits.get(19)).isBetween(149_000.0, 300_500.0);
        jobs.release(jobs.claimAgain());
        queue.postponed(jobs.claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away again."));
        assertThat(waitMillis()).isBetween(2_000.0, 5_500.0);
    }

    @Test
    void recordsWhyEachAttemptEndedEarly() {
        jobs.submit();
        queue.crashed(jobs.claimAgain(), CRASH);
        jobs.release(jobs.claimAgain());
        queue.lost(jobs.claimAgain(), "It was killed.");
        queue.postponed(jobs.claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away."));

        assertThat(jdbc.sql("select reason_code || ': ' || reason_message from job_event where to_state = 'QUEUED'"
                                + " and attempt > 0 order by number")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "NATIVE_CRASH: It crashed.",
                        "PREEMPTED: The worker is shutting down.",
                        "WORKER_LOST: It was killed.",
                        "STORAGE_ERROR: The store is away.");
    }

    @Test
    void addsUpTheTimeOfEarlierAttempts() {
        AttemptId first = jobs.claimNew();
        jobs.release(first);
        jobs.release(jobs.claimAgain());
        jdbc.sql("update job_attempt set started_at = ended_at - number * interval '1 hour'")
                .update();
        AttemptId third = jobs.claimAgain();

        assertThat(queue.ranBefore(first)).isZero();
        assertThat(queue.ranBefore(third)).isEqualTo(Duration.ofHours(3));
    }

    private double waitMillis() {
        return jdbc.sql("select extract(epoch from not_before - queued_at) * 1000 from job")
                .query(Double.class)
                .single();
    }
}
