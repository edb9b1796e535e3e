package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.cli.Isograd;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command and real trainings, through servers, clients and connections that end at any moment. */
@Tag("chaos")
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class CommandLineTests {

    private static final int WAITS = 20;
    private static final int MEGABYTES = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String[] SETTINGS = {"--isograd.jobs.lease=15s", "--isograd.worker.lease-loss-after=10s"};

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},
             "split":{"modules":3},"rule":{"type":"sgr"},"epochs":%d,"device":"cpu"}""";

    @TempDir
    private Path data;

    @TempDir
    private Path folder;

    private ServerProcess server;
    private CuttingProxy proxy;
    private Isograd isograd;

    @BeforeEach
    void start() throws Exception {
        server = ServerProcess.start(data, SETTINGS).awaitHealthy();
        proxy = new CuttingProxy(3);
        proxy.forwardTo(server);
        isograd = new Isograd(
                folder, proxy.url(), Files.readString(data.resolve("admin.key")).strip());
        isograd.file("spec.json", SPEC.formatted(1));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        server.close();
    }

    @Test
    void waitsThroughCutStreamsAndAServerThatIsKilled() throws Exception {
        String job = isograd.run("submit", "spec.json", "-p", "epochs=3").out().strip();
        List<Running> waits = new ArrayList<>();
        for (int i = 0; i < WAITS; i++) {
            waits.add(isograd.start("wait", job, "-o", "json"));
        }
        Running log = isograd.start("logs", "-f", job);
        server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);

        server.kill();
        server = ServerProcess.start(data, SETTINGS).awaitHealthy();
        proxy.forwardTo(server);

        for (Running wait : waits) {
            Run run = wait.await();
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.json().at("/0/state").asString()).isEqualTo("SUCCEEDED");
        }
        List<String> lines = new ArrayList<>();
        server.get("/api/v1/jobs/" + job + "/logs?limit=5000")
                .get("data")
                .forEach(line -> lines.add(line.get("text").asString()));
        assertThat(log.await().code()).isZero();
        assertThat(Files.readAllLines(log.out())).isEqualTo(lines);
    }

    @Test
    void adoptsTheJobOfAClientThatWasKilledAndAddsLittleToItsTime() throws Exception {
        String[] step = {"submit", "spec.json", "--wait", "--idempotency-key", "step", "-o", "json"};
        Running killed = isograd.start(step);
        while (!killed.errors().contains("job_")) {
            Thread.sleep(100);
        }
        killed.signal("KILL");
        killed.await();

        Run again = isograd.run(step);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(server.get("/api/v1/jobs").get("data")).hasSize(1);

        Instant begun = Instant.now();
        JsonNode job =
                isograd.run("submit", "spec.json", "--wait", "-o", "json").json();
        Duration whole = Duration.between(begun, Instant.now());
        Duration training = Duration.between(
                Instant.parse(job.get("createdAt").asString()),
                Instant.parse(job.get("finishedAt").asString()));
        System.out.printf(
                "submit --wait took %d ms more than the job's %d ms%n",
                whole.minus(training).toMillis(), training.toMillis());
        // 1 s on a machine that is idle; others compute here at the same time.
        assertThat(whole.minus(training)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void continuesTheUploadOfAClientThatWasKilled() throws Exception {
        Files.createDirectories(folder.resolve("pets/cats"));
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < MEGABYTES; i++) {
            Files.write(folder.resolve("pets/cats/" + i + ".png"), noise);
        }
        Running killed = isograd.start("datasets", "import", "pets", "--no-wait");
        Path list = folder.resolve("home/.config/isograd/uploads.json");
        while (received(list) == 0) {
            assertThat(killed.process().isAlive()).as(killed.errors()).isTrue();
            Thread.sleep(50);
        }
        killed.signal("KILL");
        killed.await();
        String upload = upload(list);
        int before = received(list);

        Run again = isograd.run("datasets", "import", "pets", "--no-wait", "-o", "json");

        assertThat(again.code()).as(again.err()).isZero();
        JsonNode job = server.get("/api/v1/jobs/" + again.json().get("job").asString());
        assertThat(job.at("/spec/source/upload").asString()).isEqualTo(upload);
        assertThat(before).isPositive();
        assertThat(Files.readString(list)).doesNotContain(upload);
    }

    private static String upload(Path list) throws Exception {
        String text = Files.exists(list) ? Files.readString(list) : "";
        int at = text.indexOf("upl_");
        return at < 0 ? "" : text.substring(at, text.indexOf('"', at));
    }

    private int received(Path list) throws Exception {
        String upload = upload(list);
        return upload.isEmpty()
                ? 0
                : server.get("/api/v1/uploads/" + upload).get("received").size();
    }
}
