package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.trainer.ProcessMemory;
import dev.isograd.worker.devices.TestDevices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Training processes that fail in every known way: the supervisor survives, names the cause and frees the slot. */
@WorkerTest
class BreakdownIntegrationTests {

    private static final String SPEC = """
            {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":1,"width":8},"split":{"modules":1},
             "rule":{"type":"greedy"},"epochs":1,"batchSize":500,"device":"cpu"}}""";
    private static final long LARGEST_SUPERVISOR = 1_500L << 20;
    private static final Path MEMORY_GROUPS = Path.of("/sys/fs/cgroup/memory");

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner attempts;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private TestLauncher launcher;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IsogradProperties properties;

    @BeforeEach
    void removeJobs() {
        SampleJobs.clear(jdbc);
    }

    @AfterEach
    void restoreLauncher() {
        launcher.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "NativeCrash, NATIVE_CRASH, QUEUED, crashed in native code",
        "Abort, NATIVE_CRASH, QUEUED, crashed in native code",
        "HeapExhausted, FAILED, FAILED, ran out of Java heap",
        "Greedy, FAILED, FAILED, the limit is 3",
        "Hang, HUNG, QUEUED, did not respond",
        "Garbage, INTERNAL, QUEUED, broke the protocol",
        "EndlessLine, INTERNAL, QUEUED, broke the protocol"
    })
    void namesTheCause(String program, String outcome, String state, String words) throws Exception {
        launcher.use(Class.forName(Misbehaviour.class.getName() + "$" + program));
        String job = SampleJobs.submit(api, SPEC);

        run();

        assertThat(api.get("/jobs/" + job).at("/attempts/0/outcome")).isEqualTo(outcome);
        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo(state);
        assertThat(api.get("/jobs/" + job + "/events").text()).contains(words);
        assertSupervisorIsHealthy();
    }

    @Test
    void recognizesAKillByTheKernelForLackOfMemory() throws Exception {
        Path group = MEMORY_GROUPS.resolve("isograd-test-" + UUID.randomUUID());
        assumeThat(Files.isWritable(MEMORY_GROUPS))
                .as("control groups can be created")
                .isTrue();
        Files.createDirectory(group);
        try {
            Files.writeString(group.resolve("memory.limit_in_bytes"), "200M");
            launcher.use(Misbehaviour.Greedy.class, group);
            String job = SampleJobs.submit(api, SPEC);

            run();

            assertThat(api.get("/jobs/" + job).at("/reason/code")).isEqualTo("OOM_HOST");
            assertThat(api.get("/jobs/" + job).at("/reason/message")).startsWith("The kernel killed");
            assertSupervisorIsHealthy();
        } finally {
            Files.delete(group);
        }
    }

    @Test
    void dropsExcessiveOutputAndTrains() throws Exception {
        launcher.use(Misbehaviour.Flood.class);
        String job = SampleJobs.submit(api, SPEC);

        run();

        assertThat(api.get("/jobs/" + job).at("/state"))
                .as(api.get("/jobs/" + job + "/events").text())
                .isEqualTo("SUCCEEDED");
        assertThat(api.get("/jobs/" + job + "/logs?stream=system").text()).contains("lines dropped");
        assertThat(jdbc.sql("select count(*) from log_line")
                        .query(Integer.class)
                        .single())
                .isLessThan(500_000);
        assertSupervisorIsHealthy();
    }

    @Test
    void requeuesWithoutARetryWhatThisWorkerCannotStart() throws Exception {
        String job = SampleJobs.submit(api, SPEC);
        Path data = properties.dataDir().resolve("datasets/fashion-mnist-sample");
        Path away = Files.move(data, data.resolveSibling("away"));
        try {
            for (int i = 0; i < 4; i++) {
                jdbc.sql("update job set not_before = null").update();
                assertThat(run()).isFalse();
            }
        } finally {
            Files.move(away, data);
        }

        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo("QUEUED");
        assertThat(api.get("/jobs/" + job + "/events").text()).contains("does not have the job's data set");
        jdbc.sql("update job set not_before = null").update();
        assertThat(run()).isTrue();
        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo("SUCCEEDED");
    }

    private boolean run() throws InterruptedException {
        ClaimedJob job = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        try (LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            return attempts.run(job, TestDevices.cpu(), lease, () -> false);
        }
    }

    /** This process, which supervises, still answers, has not grown and holds no slot. */
    private void assertSupervisorIsHealthy() {
        assertThat(api.send(api.anonymous("/actuator/health").GET()).status()).isEqualTo(200);
        assertThat(ProcessMemory.residentBytes().orElse(0)).isLessThan(LARGEST_SUPERVISOR);
        assertThat(jdbc.sql("select count(*) from job_lease")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::info)
                        .map(Object::toString))
                .noneMatch(info -> info.contains("Misbehaviour"));
    }
}
