package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.JobStateTests;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@IsogradTest
class JobLeasesIntegrationTests {

    private static final JobReason CRASH = new JobReason(ReasonCode.NATIVE_CRASH, "It crashed.");

    @Autowired
    private JobQueue queue;

    @Autowired
    private LeaseRenewals leases;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private ExpiredLeaseReaper reaper;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    private Caller caller;

    @BeforeEach
    void empty() {
        caller = TestProjects.empty(jdbc);
    }

    @Test
    void takesJobFromLostWorker() {
        AttemptId old = claimNew();
        expire();

        reaper.reap();

        assertThat(job().state()).isEqualTo(JobState.QUEUED);
        assertThatThrownBy(() -> queue.succeed(old, Map.of())).isInstanceOf(AttemptSuperseded.class);
        assertThat(leases.renew(List.of(old))).isEmpty();
        assertThat(runningSlots()).isZero();
    }

    @Test
    void waitsBeforeItTriesAgain() {
        claimNew();
        expire();
        reaper.reap();

        assertThat(claim()).isFalse();
        assertThat(jobs.blockedBy(caller, job().id())).isEqualTo("waiting a while before it is tried again");
        assertThat(waitMillis()).isBetween(1_000.0, 5_000.0);

        jdbc.sql("update job set not_before = clock_timestamp()").update();
        assertThat(claim()).isTrue();
    }

    @Test
    void leavesRenewedLeaseAlone() {
        AttemptId attempt = claimNew();
        expire();
        assertThat(leases.renew(List.of(attempt))).containsEntry(attempt, DesiredState.CONTINUE);

        reaper.reap();

        assertThat(job().state()).isEqualTo(JobState.RUNNING);
        queue.training(attempt);
    }

    @Test
    void reapsMoreThanOneBatch() {
        for (int i = 0; i < 120; i++) {
            submit();
            claim();
        }
        expire();

        reaper.reap();

        assertThat(count("select count(*) from job where state = 'QUEUED'")).isEqualTo(120);
        assertThat(count("select count(*) from job_lease")).isZero();
    }

    @Test
    void waitsForNobodyWhoHoldsAJob() throws InterruptedException {
        String held = claimNew().job();
        String free = claimNew().job();
        expire();

        Thread last = new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select id from job where id = ? for update")
                    .param(held)
                    .query()
                    .singleValue();
            Thread reaping = Thread.ofVirtual().start(reaper::reap);
            Waiting.untilOverOrLocked(() -> !reaping.isAlive(), jdbc);
            assertThat(stateOf(free)).isEqualTo("QUEUED");
            assertThat(stateOf(held)).isEqualTo("RUNNING");
            return reaping;
        });

        last.join();
        reaper.reap();
        assertThat(stateOf(held)).isEqualTo("QUEUED");
    }

    @Test
    void stopsWhereTheUserWantedWhenItsWorkerIsLost() {
        AttemptId cancelled = claimNew();
        AttemptId paused = claimNew();
        jobs.cancel(caller, cancelled.job());
        jobs.pause(caller, paused.job());
        expire();

        reaper.reap();

        assertThat(jobs.find(caller, cancelled.job()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.find(caller, paused.job()).state()).isEqualTo(JobState.PAUSED);
        assertThat(runningSlots()).isZero();
    }

    @Test
    void failsJobThatLosesTooManyWorkers() {
        submit();
        for (int i = 0; i < 10; i++) {
            assertThat(job().state()).isEqualTo(JobState.QUEUED);
            claimAgain();
            queue.lost(queue.heldBy("w").getFirst(), "The worker was killed.");
        }

        assertThat(job().reason())
                .isEqualTo(new JobReason(ReasonCode.WORKER_LOST, "The worker was killed. This was loss 10, the last."));
    }

    @Test
    void failsJobThatAlwaysCrashes() {
        submit();
        for (int i = 0; i < 3; i++) {
            assertThat(job().state()).isEqualTo(JobState.QUEUED);
            queue.crashed(claimAgain(), CRASH);
        }

        assertThat(job().reason()).extracting(JobReason::code).isEqualTo(ReasonCode.CRASH_LOOP);
        assertThat(job().reason()).extracting(JobReason::message).asString().endsWith("the last time: It crashed.");
    }

    @Test
    void countsCrashesSinceTheLastCheckpoint() {
        submit();
        for (int i = 0; i < 5; i++) {
            AttemptId attempt = claimAgain();
            queue.checkpointed(attempt);
            queue.crashed(attempt, CRASH);
        }

        assertThat(job().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void spendsNoRetryOnReleasedJob() {
        submit();
        for (int i = 0; i < 20; i++) {
            queue.release(claimAgain(), "The worker is shutting down.");
        }

        assertThat(job().state()).isEqualTo(JobState.QUEUED);
        assertThat(claim()).isTrue();
    }

    @Test
    void postponesForAsLongAsItTakesWithGrowingWaits() {
        submit();
        List<Double> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.postponed(claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away."));
            waits.add(waitMillis());
        }

        assertThat(job().state()).isEqualTo(JobState.QUEUED);
        assertThat(waits.get(0)).isBetween(2_000.0, 5_500.0);
        assertThat(waits.get(2)).isBetween(9_000.0, 20_500.0);
        assertThat(waits.get(19)).isBetween(149_000.0, 300_500.0);
        queue.release(claimAgain(), "The worker is shutting down.");
        queue.postponed(claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away again."));
        assertThat(waitMillis()).isBetween(2_000.0, 5_500.0);
    }

    @Test
    void tellsWhyEachAttemptDidNotEnd() {
        submit();
        queue.crashed(claimAgain(), CRASH);
        queue.release(claimAgain(), "The worker is shutting down.");
        queue.lost(claimAgain(), "It was killed.");
        queue.postponed(claimAgain(), new JobReason(ReasonCode.STORAGE_ERROR, "The store is away."));

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
    void endsPausedTrainingThatWasCancelledMeanwhile() {
        AttemptId attempt = claimNew();
        jobs.pause(caller, attempt.job());
        jobs.cancel(caller, attempt.job());

        queue.paused(attempt);

        assertThat(job().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void addsUpTheTimeOfEarlierAttempts() {
        AttemptId first = claimNew();
        queue.release(first, "The worker is shutting down.");
        queue.release(claimAgain(), "The worker is shutting down.");
        jdbc.sql("update job_attempt set started_at = ended_at - number * interval '1 hour'")
                .update();
        AttemptId third = claimAgain();

        assertThat(queue.ranBefore(first)).isZero();
        assertThat(queue.ranBefore(third)).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void tellsWhatIsWanted() {
        AttemptId attempt = claimNew();

        jobs.pause(caller, attempt.job());
        assertThat(leases.demands(List.of(attempt))).containsEntry(attempt, DesiredState.PAUSE);
        jobs.cancel(caller, attempt.job());
        assertThat(leases.demands(List.of(attempt))).containsEntry(attempt, DesiredState.CANCEL);
        jobs.kill(caller, attempt.job());
        assertThat(leases.renew(List.of(attempt))).containsEntry(attempt, DesiredState.KILL);
    }

    @Test
    void hasTheSameTransitionsInCodeAndDatabase() {
        List<String> database = jdbc.sql("select from_state || '>' || to_state from job_transition")
                .query((row, number) -> row.getString(1))
                .list();

        assertThat(database).containsExactlyInAnyOrderElementsOf(JobStateTests.legal());
    }

    @Test
    void keepsIllegalTransitionOutOfTheDatabase() {
        submit();

        assertThatThrownBy(() -> jdbc.sql("update job set state = 'SUCCEEDED'").update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("QUEUED cannot become SUCCEEDED");
    }

    @Test
    void freezesAllOfAnEndedJobButItsLabels() {
        AttemptId attempt = claimNew();
        queue.succeed(attempt, Map.of("testAccuracy", 0.5));

        assertThatThrownBy(() -> jdbc.sql("update job set result = '{}'").update())
                .hasMessageContaining("is over");
        assertThat(jdbc.sql("update job set name = 'new'").update()).isOne();
    }

    private AttemptId claimNew() {
        submit();
        return queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
    }

    private AttemptId claimAgain() {
        jdbc.sql("update job set not_before = null where state = 'QUEUED'").update();
        return queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
    }

    private boolean claim() {
        return queue.claim(FreeSlots.one("w", "cpu")).isPresent();
    }

    private void submit() {
        jobs.submit(caller, SampleJobs.submission("job", 0));
    }

    private void expire() {
        jdbc.sql("update job_lease set expires_at = clock_timestamp() - interval '1 ms'")
                .update();
    }

    private int runningSlots() {
        return count("select running_slots from project_slots where project_id = '%s'".formatted(caller.project()));
    }

    private double waitMillis() {
        return jdbc.sql("select extract(epoch from not_before - queued_at) * 1000 from job")
                .query(Double.class)
                .single();
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private String stateOf(String job) {
        return jdbc.sql("select state from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    private Job job() {
        return jobs.find(
                caller, jdbc.sql("select id from job").query(String.class).single());
    }
}
