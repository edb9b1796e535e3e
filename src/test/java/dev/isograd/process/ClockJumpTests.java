package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A machine whose clock is set: leases, waits and limits go by the database's clock and by clocks that cannot be set.
 *
 * <p>Needs libfaketime (Debian: {@code apt-get install libfaketime}) and is skipped without it.
 */
@Tag("chaos")
class ClockJumpTests {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));
    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":10000}""";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Several renewals of the lease and looks of the reaper. */
    private static final Duration AFTER_A_JUMP = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path clock;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
        Assumptions.assumeTrue(library != null, "needs libfaketime");
        clock = folder.resolve("clock");
        set("+0");
        server = ServerProcess.startWith(
                        Map.of(
                                "LD_PRELOAD",
                                library.toString(),
                                "FAKETIME_TIMESTAMP_FILE",
                                clock.toString(),
                                "FAKETIME_NO_CACHE",
                                "1",
                                "FAKETIME_DONT_FAKE_MONOTONIC",
                                "1"),
                        folder.resolve("data"),
                        "--spring.datasource.url=" + TestDatabase.create(),
                        "--isograd.worker.threads=1")
                .awaitHealthy();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void disturbNoTraining() throws Exception {
        String job = server.submit(SPEC);
        server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);
        List<ProcessHandle> trainers = server.trainers();

        for (String jump : List.of("+2h", "-2h", "+5m", "-5m", "+0")) {
            long before = ServerProcess.step(server.get("/api/v1/jobs/" + job));
            set(jump);
            Thread.sleep(AFTER_A_JUMP.toMillis());
            JsonNode now = server.get("/api/v1/jobs/" + job);
            assertThat(now.get("state").asString()).as("%s: %s", jump, now).isEqualTo("RUNNING");
            assertThat(now.get("attempt").asInt()).isEqualTo(1);
            assertThat(ServerProcess.step(now)).isGreaterThan(before);
        }

        assertThat(server.trainers()).isEqualTo(trainers);
        server.post("/api/v1/jobs/" + job + "/cancel");
        JsonNode over = server.awaitJob(job, PATIENCE, ServerProcess::isOver);
        assertThat(over.get("state").asString()).isEqualTo("CANCELLED");
    }

    private void set(String offset) throws IOException {
        Files.writeString(clock, offset + "\n");
    }
}
