package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradTest;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class JobQueueIntegrationTests {

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private Caller caller;

    @BeforeEach
    void empty() {
        caller = TestProjects.empty(jdbc);
    }

    @Test
    void claimsMostUrgentThenOldest() {
        submit("first", 0);
        submit("second", 0);
        submit("urgent", 1);

        assertThat(List.of(claimName(), claimName(), claimName())).containsExactly("urgent", "first", "second");
        assertThat(queue.claim(FreeSlots.one("w", "cpu"))).isEmpty();
    }

    @Test
    void numbersAttempts() {
        submit("job", 0);

        ClaimedJob first = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        queue.release(first.attempt(), "The worker is shutting down.");
        ClaimedJob second = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();

        assertThat(first.attempt().number()).isEqualTo(1);
        assertThat(second.attempt()).isEqualTo(new AttemptId(first.attempt().job(), 2));
        assertThat(second.spec().epochs()).isEqualTo(1);
        assertThat(second.project()).isEqualTo(caller.project());
    }

    @Test
    void givesNoJobToTwoWorkers() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            submit("job " + i, i % 3);
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
        for (Optional<ClaimedJob> job = queue.claim(FreeSlots.one(worker, "cpu"));
                job.isPresent();
                job = queue.claim(FreeSlots.one(worker, "cpu"))) {
            claimed.add(job.get().attempt().job());
        }
    }

    @Test
    void fencesOutSupersededAttempts() {
        submit("job", 0);
        AttemptId old = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
        queue.release(old, "The worker is shutting down.");
        AttemptId current = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();

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
        assertThat(job().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job().result()).containsEntry("testAccuracy", 0.5);
    }

    @Test
    void knowsWhatEachWorkerHolds() {
        submit("mine", 1);
        submit("other", 0);
        queue.claim(FreeSlots.one("w1", "cpu"));
        AttemptId other = queue.claim(FreeSlots.one("w2", "cpu")).orElseThrow().attempt();

        assertThat(queue.heldBy("w1")).hasSize(1).doesNotContain(other);
        assertThat(queue.heldBy("w2")).containsExactly(other);
    }

    @Test
    void endsReleasedJobThatWasToBeCancelled() {
        submit("job", 0);
        AttemptId attempt = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
        jobs.cancel(caller, attempt.job());

        queue.release(attempt, "The worker is shutting down.");

        assertThat(job().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void leavesGpuJobsToGpuWorkers() {
        submit("gpu", 2);
        jdbc.sql("update job set spec = jsonb_set(spec, '{device}', '\"gpu\"')").update();

        assertThat(queue.claim(FreeSlots.one("w", "cpu"))).isEmpty();
        assertThat(jobs.blockedBy(caller, job().id())).startsWith("waiting for a free GPU slot");
        assertThat(queue.claim(FreeSlots.one("w", "gpu:0"))).isPresent();
    }

    @Test
    void failsJobWhoseSpecCannotBeReadAnyMore() {
        submit("old", 0);
        jdbc.sql("update job set spec = spec - 'epochs'").update();

        assertThat(queue.claim(FreeSlots.one("w", "cpu"))).isEmpty();

        assertThat(job().state()).isEqualTo(JobState.FAILED);
        assertThat(job().reason()).extracting(JobReason::code).isEqualTo(ReasonCode.BAD_SPEC);
    }

    @Test
    void keepsTheDatabaseFromReopeningWhatIsOver() {
        submit("job", 0);
        queue.succeed(queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt(), Map.of());

        assertThatThrownBy(() -> jdbc.sql("update job set state = 'QUEUED'").update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("is over");
    }

    private void submit(String name, int priority) {
        jobs.submit(caller, SampleJobs.submission(name, priority));
    }

    private String claimName() {
        return jobs.find(
                        caller,
                        queue.claim(FreeSlots.one("w", "cpu"))
                                .orElseThrow()
                                .attempt()
                                .job())
                .name();
    }

    private Job job() {
        String id = jdbc.sql("select id from job").query(String.class).single();
        return jobs.find(caller, id);
    }
}
