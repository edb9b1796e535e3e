package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Waiting;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.worker.devices.TestDevices;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whatever ends a training, the metrics and the progress of all its steps are kept; with real training processes. */
@WorkerTest
class EndOfTrainingIntegrationTests {

    private static final String NETWORK = """
            {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":2,"width":8},
             "rule":{"type":"greedy"},"batchSize":100,"device":"cpu",""";

    /** The weights of the classifier grow a thousandfold per step, so some steps pass before the first infinite loss. */
    private static final String DIVERGES = NETWORK + """
            "epochs":1,"optimizer":{"type":"sgd","learningRate":1000,"weightDecay":1}}}""";

    /** Means over more steps than an epoch has. */
    private static final String ENDLESS = NETWORK + """
            "epochs":10000}}""";

    private static final int STEPS_PER_EPOCH = 100;

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner attempts;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void removeJobs() {
        SampleJobs.clear(jdbc);
    }

    @Test
    void keepsTheStepsBeforeADivergence() throws Exception {
        String job = SampleJobs.submit(api, DIVERGES);

        run();

        assertThat(job(job).at("/reason/code").asString()).isEqualTo("DIVERGED");
        String message = job(job).at("/reason/message").asString();
        long steps = Long.parseLong(message.replaceFirst(".*at step ([0-9]+).*", "$1")) - 1;
        assertThat(steps).isPositive();
        assertThat(steps(job, "train.loss")).as(message).hasSize((int) steps).endsWith(steps);
        assertThat(steps(job, "module.gradientNorm")).endsWith(steps);
        assertThat(steps(job, "step.seconds")).endsWith(steps);
        assertThat(job(job).at("/progress/step").asLong()).isEqualTo(steps);
    }

    @Test
    void keepsTheStepsBeforeACancel() throws Exception {
        String job = SampleJobs.submit(api, ENDLESS);

        Thread training = Thread.ofPlatform().start(this::run);
        Waiting.until(() -> job(job).at("/progress/step").asLong() > 0);
        api.post("/jobs/" + job + "/cancel", "");
        training.join();

        assertThat(job(job).at("/state").asString()).isEqualTo("CANCELLED");
        long step = job(job).at("/progress/step").asLong();
        assertThat(step).isPositive();
        assertThat(steps(job, "train.loss")).endsWith(step);
        assertThat(steps(job, "step.seconds")).endsWith(step);
    }

    /** A mean over a part of a window is kept only as long as the mean over the whole window is missing. */
    @Test
    void replacesTheLastStepsBeforeAPauseAfterTheResume() throws Exception {
        String job = SampleJobs.submit(api, ENDLESS);
        Thread training = Thread.ofPlatform().start(this::run);
        Waiting.until(() -> job(job).at("/progress/step").asLong() > 0);
        api.post("/jobs/" + job + "/pause", "");
        training.join();
        assertThat(job(job).at("/state").asString()).isEqualTo("PAUSED");
        long paused = job(job).at("/progress/step").asLong();
        assertThat(steps(job, "train.loss")).endsWith(paused);
        api.post("/jobs/" + job + "/resume", "");

        Thread resumed = Thread.ofPlatform().start(this::run);
        Waiting.until(() -> job(job).at("/progress/step").asLong() > paused + STEPS_PER_EPOCH);
        api.post("/jobs/" + job + "/cancel", "");
        resumed.join();

        List<Long> steps = steps(job, "train.loss");
        assertThat(steps).hasSizeGreaterThan(1);
        assertThat(steps.subList(0, steps.size() - 1)).allMatch(step -> step % STEPS_PER_EPOCH == 0);
    }

    private JsonNode job(String id) {
        return api.get("/jobs/" + id).body();
    }

    /** The steps of a metric of the whole network or of its first module, in order. */
    private List<Long> steps(String job, String metric) {
        return jdbc.sql("select step from metric where job_id = ? and name = ? and module <= 1 order by step")
                .params(job, metric)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void run() {
        ClaimedJob job = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        try (LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            attempts.run(job, TestDevices.cpu(), lease, () -> false);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
