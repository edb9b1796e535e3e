package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.Waiting;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.uploads.TestUploads;
import dev.isograd.worker.devices.TestDevices;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Imports with real processes: from an upload to a training, and everything that can end them. */
@WorkerTest
class ImportIntegrationTests {

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
    private IsogradProperties settings;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void removeJobs() {
        SampleJobs.clear(jdbc);
    }

    @AfterEach
    void startImportsAgain() {
        launcher.reset();
    }

    @Test
    void importsAFolderOfPicturesAndTrainsOnIt() throws Exception {
        String dataset = order("pets", zip()).at("/id");
        assertThat(delete("pets")).isEqualTo(409);

        run();

        JsonNode pets = dataset(dataset);
        assertThat(pets.at("/state").asString()).as(pets.toString()).isEqualTo("READY");
        assertThat(pets.at("/classes").toString()).isEqualTo("[\"dark\",\"light\"]");
        assertThat(pets.at("/trainCount").asInt()).isEqualTo(16);
        assertThat(pets.at("/testCount").asInt()).isEqualTo(4);
        assertThat(pets.at("/report/splits/train/classes/dark").asInt()).isEqualTo(8);
        assertThat(job(pets).at("/state").asString()).isEqualTo("SUCCEEDED");
        assertThat(api.get("/datasets/pets/samples?class=light")
                        .body()
                        .at("/data")
                        .size())
                .isEqualTo(8);

        String training = SampleJobs.submit(api, TRAINING);
        assertThat(delete("pets")).isEqualTo(409);
        run();

        JsonNode trained = api.get("/jobs/" + training).body();
        assertThat(trained.at("/state").asString()).as(trained.toString()).isEqualTo("SUCCEEDED");
        assertThat(trained.at("/spec/dataset").asString()).isEqualTo("pets@1");
        assertThat(trained.at("/result/versions/datasetDigest")).isEqualTo(pets.at("/digest"));
        assertThat(delete("pets")).isEqualTo(204);
        assertThat(scratch()).isZero();
    }

    private static final String TRAINING = """
            {"spec":{"dataset":"pets","network":{"type":"mlp","hidden":1,"width":8},"rule":{"type":"backprop"},
             "batchSize":4,"epochs":1,"device":"cpu"}}""";

    @Test
    void namesTheFileOfAHostileArchive() throws Exception {
        String dataset = order("pets", archive("../outside.png", picture(1))).at("/id");

        run();

        JsonNode pets = dataset(dataset);
        assertThat(pets.at("/state").asString()).isEqualTo("FAILED");
        assertThat(pets.at("/reason/code").asString()).isEqualTo("DATA_ERROR");
        assertThat(pets.at("/reason/message").asString()).contains("outside.png");
        assertThat(job(pets).at("/reason/message")).isEqualTo(pets.at("/reason/message"));
        assertThat(api.get("/me").status()).isEqualTo(200);
        assertThat(scratch()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"HeapExhausted, OOM_HOST", "NoDataset, CRASH_LOOP", "Garbage, CRASH_LOOP"})
    void endsAnImportWhoseProcessFails(String program, String code) throws Exception {
        launcher.useForImports(Class.forName(Misbehaviour.class.getName() + "$" + program));
        String dataset = order("pets", zip()).at("/id");

        for (int attempt = 0; attempt < 3 && isQueued(); attempt++) {
            run();
        }

        JsonNode pets = dataset(dataset);
        assertThat(pets.at("/state").asString()).as(pets.toString()).isEqualTo("FAILED");
        assertThat(pets.toString()).contains(code);
        assertThat(pets.at("/digest").isNull()).isTrue();
        assertThat(scratch()).isZero();
    }

    @Test
    void keepsWithinTheQuotaOfTheProject() throws Exception {
        String dataset = order("pets", zip()).at("/id");
        jdbc.sql("update project set max_bytes = 15500").update();

        try {
            run();
        } finally {
            jdbc.sql("update project set max_bytes = null").update();
        }

        assertThat(dataset(dataset).at("/reason/code").asString()).isEqualTo("QUOTA");
        assertThat(dataset(dataset).at("/reason/message").asString()).contains("15500 bytes");
    }

    @Test
    void importsAgainAfterItsProcessWasKilled() throws Exception {
        launcher.useForImports(Misbehaviour.Hang.class);
        String dataset = order("pets", zip()).at("/id");
        Thread first = Thread.ofPlatform().start(this::run);
        Waiting.until(() -> job(dataset(dataset)).at("/phase").asString().equals("IMPORTING") && killChild());
        first.join();
        assertThat(dataset(dataset).at("/state").asString()).isEqualTo("IMPORTING");
        launcher.reset();

        Waiting.until(this::isQueued);
        run();

        assertThat(dataset(dataset).at("/state").asString()).isEqualTo("READY");
    }

    @Test
    void cancelsAnImport() throws Exception {
        launcher.useForImports(Misbehaviour.Hang.class);
        String dataset = order("pets", zip()).at("/id");
        Thread running = Thread.ofPlatform().start(this::run);
        Waiting.until(() -> job(dataset(dataset)).at("/phase").asString().equals("IMPORTING"));

        api.post("/jobs/" + dataset(dataset).at("/job").asString() + "/kill", "");
        running.join();

        assertThat(dataset(dataset).at("/state").asString()).isEqualTo("FAILED");
        assertThat(dataset(dataset).at("/reason/code").asString()).isEqualTo("USER_CANCEL");
        assertThat(scratch()).isZero();
    }

    @Test
    void returnsAnImportToTheQueueWhenTheWorkerStops() throws Exception {
        launcher.useForImports(Misbehaviour.Hang.class);
        String dataset = order("pets", zip()).at("/id");
        AtomicBoolean stopping = new AtomicBoolean();
        Thread running = Thread.ofPlatform().start(() -> run(stopping::get));
        Waiting.until(() -> job(dataset(dataset)).at("/phase").asString().equals("IMPORTING"));

        stopping.set(true);
        running.join();

        assertThat(job(dataset(dataset)).at("/state").asString()).isEqualTo("QUEUED");
        assertThat(dataset(dataset).at("/state").asString()).isEqualTo("IMPORTING");
    }

    /** Kills the child process of the import, the only Java program that this process has started. */
    private static boolean killChild() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .filter(ProcessHandle::destroyForcibly)
                .findFirst()
                .isPresent();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 20; i++) {
                zip.putNextEntry(new ZipEntry((i % 2 == 0 ? "dark/" : "light/") + i + ".png"));
                zip.write(picture(i % 2 == 0 ? i : 255 - i));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] archive(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] picture(int gray) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, gray << 16 | gray << 8 | i);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private Api.Answer order(String name, byte[] zip) {
        String upload = TestUploads.upload(api, "pictures.zip", zip);
        Api.Answer made =
                api.post("/datasets", "{\"name\":\"%s\",\"source\":{\"upload\":\"%s\"}}".formatted(name, upload));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private JsonNode dataset(String id) {
        return api.get("/datasets/" + id).body();
    }

    private JsonNode job(JsonNode dataset) {
        return api.get("/jobs/" + dataset.at("/job").asString()).body();
    }

    private int delete(String name) {
        return api.send("DELETE", "/datasets/" + name, "", Map.of()).status();
    }

    private boolean isQueued() {
        jdbc.sql("update job set not_before = null where state = 'QUEUED'").update();
        return jdbc.sql("select count(*) from job where state = 'QUEUED'")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The number of attempts' folders. */
    private long scratch() throws IOException {
        try (var folders = Files.list(settings.dataDir().resolve("scratch"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("attempt-"))
                    .count();
        }
    }

    private void run() {
        run(() -> false);
    }

    private void run(BooleanSupplier stopping) {
        ClaimedJob job = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        try (LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            attempts.run(job, TestDevices.cpu(), lease, stopping);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
