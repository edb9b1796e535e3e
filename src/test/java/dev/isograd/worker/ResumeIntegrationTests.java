package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradProperties;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.worker.devices.TestDevices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Trainings that are interrupted and resumed, with real training processes. */
@WorkerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeIntegrationTests {

    private static final String SPEC = """
            {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":3,"width":16},"split":{"modules":3},
             "rule":{"type":"sgr"},"optimizer":{"type":"adamw"},"epochs":6,"batchSize":100,"device":"cpu"}}""";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @Autowired
    private IsogradProperties properties;

    /** The training that is not interrupted. */
    private String whole = "none";

    @BeforeAll
    void trainUninterrupted() {
        SampleJobs.clear(jdbc);
        whole = SampleJobs.submit(api, SPEC);
        run(claim(), () -> false);
    }

    @BeforeEach
    void removeOtherJobs() {
        jdbc.sql("delete from job_lease").update();
        jdbc.sql("delete from job where id <> ?").param(whole).update();
        jdbc.sql("update project_slots set running_slots = 0").update();
    }

    @Test
    void resumesAfterSigkillWithEqualResults() throws Exception {
        String killed = SampleJobs.submit(api, SPEC);
        Thread first = Thread.ofPlatform().start(() -> run(claim(), () -> false));
        await(() -> committed(killed) > 0);
        trainers().forEach(ProcessHandle::destroyForcibly);
        first.join();

        run(claim(), () -> false);

        assertThat(log(killed)).anyMatch(line -> line.matches("Training resumes from step [1-9].*"));
        assertSameAsWhole(killed);
        assertThat(job(killed).at("/attempt").asInt()).isEqualTo(2);
    }

    @Test
    @Tag("chaos")
    void resumesWhereADrainedWorkerStopped() throws Exception {
        String drained = SampleJobs.submit(api, SPEC);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread first = Thread.ofPlatform().start(() -> run(claim(), stopping::get));
        await(() -> committed(drained) > 0);
        // A service manager or a terminal also signals the training process.
        for (ProcessHandle trainer : trainers()) {
            assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(trainer.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            trainer.destroy();
        }
        stopping.set(true);
        first.join();
        long stoppedAt = jdbc.sql("select max(step) from checkpoint where job_id = ? and reason = 'STOP'")
                .param(drained)
                .query(Long.class)
                .single();

        run(claim(), () -> false);

        assertThat(log(drained))
                .anyMatch(line -> line.startsWith("Training resumes from step %d:".formatted(stoppedAt)));
        assertSameAsWhole(drained);
    }

    @Test
    @Tag("chaos")
    void continuesWhileTheStoreIsDownAndStoresTheFinalState() throws Exception {
        String job = SampleJobs.submit(api, SPEC);
        ClaimedJob claimed = claim();
        Path blocked = properties
                .dataDir()
                .resolve("artifacts/projects/%s/jobs/%s/checkpoints".formatted(claimed.project(), job));
        Files.createDirectories(blocked.getParent());
        // A file in the place of the folder: every put fails until it is removed.
        Files.createFile(blocked);
        Thread training = Thread.ofPlatform().start(() -> run(claimed, () -> false));
        await(() ->
                log(job).stream().anyMatch(line -> line.contains("step 40") && line.contains("could not be stored")));
        assertThat(committed(job)).isZero();

        Files.delete(blocked);
        training.join();

        assertSameAsWhole(job);
        assertThat(committed(job)).isPositive();
        assertThat(jdbc.sql("select count(*) from checkpoint where job_id = ? and reason = 'FINAL'")
                        .param(job)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(jdbc.sql("select message from job_event where job_id = ? and type = 'checkpoint'")
                        .param(job)
                        .query(String.class)
                        .list())
                .anyMatch(message -> message.contains("step 20 could not be stored"))
                .anyMatch(message -> message.contains("was never stored"));
    }

    @Test
    @Tag("chaos")
    void waitsWithoutSpendingARetryUntilTheStoreIsReadable() throws Exception {
        String job = drained(SPEC, 1);
        Path state = properties
                .dataDir()
                .resolve("artifacts")
                .resolve(jdbc.sql("select key from checkpoint where job_id = ? and reason = 'STOP'")
                        .param(job)
                        .query(String.class)
                        .single());
        Path away = Files.move(state, state.resolveSibling("away"));
        // A folder in the place of the file: it exists but cannot be read.
        Files.createDirectory(state);
        for (int i = 0; i < 4; i++) {
            jdbc.sql("update job set not_before = null").update();
            run(claim(), () -> false);
        }
        assertThat(job(job).at("/state").asString()).isEqualTo("QUEUED");
        assertThat(job(job).at("/attempts/4/outcome").asString()).isEqualTo("STORAGE_ERROR");
        Files.delete(state);
        Files.move(away, state);
        jdbc.sql("update job set not_before = null").update();

        run(claim(), () -> false);

        assertSameAsWhole(job);
    }

    @Test
    void keepsTheCheckpointsOfAnotherTraining() throws Exception {
        String job = drained(SPEC, 1);
        long kept = committed(job);
        // As after a change of the data on this machine: the training no longer matches its checkpoints.
        jdbc.sql("update job set spec = jsonb_set(spec, '{seed}', '7') where id = ?")
                .param(job)
                .update();

        run(claim(), () -> false);

        assertThat(job(job).at("/state").asString()).isEqualTo("FAILED");
        assertThat(job(job).at("/reason/code").asString()).isEqualTo("DATA_ERROR");
        assertThat(job(job).at("/reason/message").asString()).contains("/seed is 7 here", "checkpoints are kept");
        assertThat(committed(job)).isEqualTo(kept);
    }

    @Test
    void countsTheTimeOfAllAttemptsAgainstTheLimit() throws Exception {
        String job = drained(SPEC.replace("\"device\"", "\"limits\":{\"maxMinutes\":5},\"device\""), 1);
        jdbc.sql("update job_attempt set started_at = ended_at - interval '5 minutes' where job_id = ?")
                .param(job)
                .update();

        run(claim(), () -> false);

        assertThat(job(job).at("/reason/code").asString()).isEqualTo("TIMEOUT_RUN");
    }

    @Test
    @Tag("chaos")
    void savesAtAPauseAndResumes() throws Exception {
        String paused = SampleJobs.submit(api, SPEC);
        Thread first = Thread.ofPlatform().start(() -> run(claim(), () -> false));
        await(() -> job(paused).at("/progress/step").asLong() > 0);
        api.post("/jobs/" + paused + "/pause", "");
        first.join();
        assertThat(job(paused).at("/state").asString()).isEqualTo("PAUSED");
        assertThat(committed(paused)).isPositive();
        api.post("/jobs/" + paused + "/resume", "");

        run(claim(), () -> false);

        assertSameAsWhole(paused);
    }

    @Test
    @Tag("chaos")
    void fallsBackToAnOlderStateIfOneCannotBeLoaded() throws Exception {
        String drained = drained(SPEC, 2);
        byte[] noState = "Intact, but not a state".getBytes(StandardCharsets.UTF_8);
        String key = jdbc.sql("""
                        update checkpoint set sha256 = ?, bytes = ? where job_id = ? and reason = 'STOP' returning key""")
                .params(Digests.of(noState), noState.length, drained)
                .query(String.class)
                .single();
        Files.write(properties.dataDir().resolve("artifacts").resolve(key), noState);

        run(claim(), () -> false);

        assertThat(log(drained)).anyMatch(line -> line.contains("is corrupt and no longer used"));
        assertSameAsWhole(drained);
    }

    /** Hostile bytes whose digest is right, as whoever can write to the store and the database can make them. */
    @ParameterizedTest
    @Tag("chaos")
    @CsvSource({"garbage, STORAGE_ERROR, CORRUPT", "another training, DATA_ERROR, COMMITTED"})
    void doesNotBlameTheSpecOfAForkForTheStoredBytes(String bytes, String code, String state) throws Exception {
        byte[] hostile = bytes.equals("garbage") ? garbage() : stateOfAnotherTraining();
        String source = drained(SPEC, 1);
        String checkpoint = jdbc.sql("select id from checkpoint where job_id = ? and reason = 'STOP'")
                .param(source)
                .query(String.class)
                .single();
        leaveQueue(source);
        api.post(
                "/jobs/" + source + "/fork",
                "{'checkpoint':'%s','spec':{}}".formatted(checkpoint).replace('\'', '"'));
        String fork = jdbc.sql("select id from job where state = 'QUEUED'")
                .query(String.class)
                .single();
        replace(checkpoint, hostile);

        run(claim(), () -> false);

        assertThat(job(fork).at("/state").asString()).isEqualTo("FAILED");
        assertThat(job(fork).at("/reason/code").asString()).isEqualTo(code);
        assertThat(jdbc.sql("select state from checkpoint where id = ?")
                        .param(checkpoint)
                        .query(String.class)
                        .single())
                .isEqualTo(state);
    }

    /** A header that promises far more bytes than there are. */
    private static byte[] garbage() {
        byte[] header =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}}".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private byte[] stateOfAnotherTraining() throws Exception {
        String other = drained(SPEC.replace("\"width\":16", "\"width\":8"), 1);
        String key = jdbc.sql("select key from checkpoint where job_id = ? and reason = 'STOP'")
                .param(other)
                .query(String.class)
                .single();
        leaveQueue(other);
        return Files.readAllBytes(properties.dataDir().resolve("artifacts").resolve(key));
    }

    private void leaveQueue(String job) {
        jdbc.sql("update job set state = 'FAILED', finished_at = now() where id = ?")
                .param(job)
                .update();
    }

    private void replace(String checkpoint, byte[] bytes) throws IOException {
        String key = jdbc.sql("update checkpoint set sha256 = ?, bytes = ? where id = ? returning key")
                .params(Digests.of(bytes), bytes.length, checkpoint)
                .query(String.class)
                .single();
        Files.write(properties.dataDir().resolve("artifacts").resolve(key), bytes);
    }

    /** Returns a queued job whose worker stopped after this number of checkpoints. */
    private String drained(String spec, int checkpoints) throws InterruptedException {
        String job = SampleJobs.submit(api, spec);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread first = Thread.ofPlatform().start(() -> run(claim(), stopping::get));
        await(() -> committed(job) >= checkpoints);
        stopping.set(true);
        first.join();
        return job;
    }

    /** The same network as without an interruption, and the same metrics at the same steps. */
    private void assertSameAsWhole(String resumed) {
        JsonNode expected = job(whole);
        JsonNode found = job(resumed);
        assertThat(found.at("/state").asString()).as(found.toString()).isEqualTo("SUCCEEDED");
        for (String metric :
                List.of("weightsSha256", "testAccuracy", "testLoss", "bestTestAccuracy", "moduleAccuracies")) {
            assertThat(found.at("/result/" + metric)).as(metric).isEqualTo(expected.at("/result/" + metric));
        }
        for (String metric : List.of("train.loss", "module.gradientNorm", "boundary.cosine", "test.accuracy")) {
            assertThat(series(resumed, metric)).as(metric).isNotEmpty().isEqualTo(series(whole, metric));
        }
    }

    private List<String> series(String job, String metric) {
        return api.get("/jobs/" + job + "/metrics?agg=raw&names=" + metric)
                .text()
                .lines()
                .toList();
    }

    private List<String> log(String job) {
        return api.get("/jobs/" + job + "/logs?stream=system")
                .body()
                .at("/data")
                .valueStream()
                .map(line -> line.get("text").asString())
                .toList();
    }

    private JsonNode job(String id) {
        return api.get("/jobs/" + id).body();
    }

    private ClaimedJob claim() {
        return queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
    }

    private void run(ClaimedJob job, BooleanSupplier stopping) {
        try (LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            attempts.run(job, TestDevices.cpu(), lease, stopping);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private long committed(String job) {
        return jdbc.sql("select count(*) from checkpoint where job_id = ? and state = 'COMMITTED'")
                .param(job)
                .query(Long.class)
                .single();
    }

    private static List<ProcessHandle> trainers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited for " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }
}
