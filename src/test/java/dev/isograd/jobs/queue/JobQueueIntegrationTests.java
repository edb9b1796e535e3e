package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class JobQueueIntegrationTests {

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void claimsByPriorityThenAge() {
        jobs.submit("first", 0);
        jobs.submit("second", 0);
        jobs.submit("urgent", 1);

        assertThat(List.of(claimName(), claimName(), claimName())).containsExactly("urgent", "first", "second");
        assertThat(jobs.tryClaim()).isEmpty();
    }

    @Test
    void numbersAttempts() {
        jobs.submit("job", 0);

        ClaimedTraining first = jobs.claimJob();
        jobs.release(first.attempt());
        ClaimedTraining second = jobs.claimJob();

        assertThat(first.attempt().number()).isEqualTo(1);
        assertThat(second.attempt()).isEqualTo(new AttemptId(first.attempt().job(), 2));
        assertThat(second.spec().epochs()).isEqualTo(1);
        assertThat(second.project()).isEqualTo(jobs.caller().project());
    }

    @Test
    void givesEachJobToOneWorker() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            jobs.submit("job " + i, i % 3);
        }
        Collection<String> claimed = new ConcurrentLinkedQueue<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String worker = "worker-" + i;
            workers.add(Thread.ofVirtual().start(() -> claimAll(worker, claimed)));
        }
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
        assertThat(jdbc.sql("select count(*) from job_attempt")
                        .query(Long.class)
                        .single())
                .isEqualTo(60);
    }

    private void claimAll(String worker, Collection<String> claimed) {
        for (Optional<ClaimedJob> job = jobs.tryClaim(worker, "cpu");
                job.isPresent();
                job = jobs.tryClaim(worker, "cpu")) {
            claimed.add(job.get().attempt().job());
        }
    }

    @Test
    void fencesOutSupersededAttempts() {
        AttemptId old = jobs.claimNew();
        jobs.release(old);
        AttemptId current = jobs.claim();

        List<ThrowingCallable> lateWrites = List.of(
                () -> queue.training(old),
                () -> queue.finalizing(old),
                () -> queue.progress(old, new JobProgress(1, 1, 1, 1, null)),
                () -> queue.succeed(old, Map.of()),
                () -> queue.fail(old, new JobReason(ReasonCode.INTERNAL, "late")),
                () -> queue.cancelled(old),
                () -> queue.paused(old),
                () -> queue.crashed(old, new JobReason(ReasonCode.HUNG, "late")),
                () -> queue.lost(old, "late"),
                () -> queue.postponed(old, new JobReason(ReasonCode.STORAGE_ERROR, "late")),
                () -> queue.recordEvent(old, "checkpoint", "late"),
                () -> queue.requireCurrent(old),
                () -> queue.release(old, "late"));

        assertThat(lateWrites).allSatisfy(write -> assertThatThrownBy(write).isInstanceOf(AttemptSuperseded.class));
        queue.succeed(current, Map.of("testAccuracy", 0.5));
        assertThatThrownBy(() -> queue.fail(current, new JobReason(ReasonCode.INTERNAL, "twice")))
                .isInstanceOf(AttemptSuperseded.class);
        assertThat(jobs.only().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.only().result()).containsEntry("testAccuracy", 0.5);
    }

    @Test
    void listsTheAttemptsOfEachWorker() {
        jobs.submit("mine", 1);
        jobs.submit("other", 0);
        jobs.tryClaim("w1", "cpu");
        AttemptId other = jobs.tryClaim("w2", "cpu").orElseThrow().attempt();

        assertThat(queue.heldBy("w1")).hasSize(1).doesNotContain(other);
        assertThat(queue.heldBy("w2")).containsExactly(other);
    }

    @Test
    void leavesGpuJobsToGpuWorkers() {
        jobs.submit("gpu", 2);
        jdbc.sql("update job set spec = jsonb_set(spec, '{device}', '\"gpu\"')").update();

        assertThat(jobs.tryClaim()).isEmpty();
        assertThat(jobs.blockedBy(jobs.only().id())).startsWith("waiting for a free GPU slot");
        assertThat(jobs.tryClaim("w", "gpu:0")).isPresent();
    }

    @Test
    void failsJobWithAnUnreadableSpec() {
        jobs.submit("old", 0);
        jdbc.sql("update job set spec = spec - 'epochs'").update();

        assertThat(jobs.tryClaim()).isEmpty();

        assertThat(jobs.only().state()).isEqualTo(JobState.FAILED);
        assertThat(jobs.only().reason()).extracting(JobReason::code).isEqualTo(ReasonCode.BAD_SPEC);
    }

    private String claimName() {
        return jobs.find(jobs.claim().job()).name();
    }
}
