package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isograd.Digests;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The drill of docs/operations.md: a backup of a busy service, the loss of everything, and the restoration. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of Debian")
class BackupTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SHORT = """
            {"dataset":"%s","network":{"type":"mlp"},"rule":{"type":"greedy"},"epochs":%d,"batchSize":4}""";
    private static final String LONG = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":400}""";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void restoresJobsNetworksKeysAndDataSets() throws Exception {
        Path programs = DebianPostgres.installed().orElse(null);
        assumeTrue(programs != null, "needs a PostgreSQL server and pg_dump from the system's packages");
        Path lost = folder.resolve("lost");
        Path dump = folder.resolve("isograd.dump");
        Path copy = folder.resolve("copy");
        String done;
        String running;
        JsonNode files;
        try (DebianPostgres database = DebianPostgres.start(programs)) {
            try (ServerProcess server = server(database, lost).awaitHealthy()) {
                importPets(server);
                done = server.submit(SHORT.formatted("pets", 1));
                server.awaitJob(
                        done, PATIENCE, job -> job.get("state").asString().equals("SUCCEEDED"));
                files = server.get("/api/v1/jobs/" + done + "/result").get("files");
                running = server.submit(LONG);
                server.awaitJob(running, PATIENCE, job -> ServerProcess.step(job) > 60);

                // The database first: each file that it names is in the store by then, and stays for an hour at least.
                database.dump(dump);
                copyBusy(lost.resolve("artifacts"), copy.resolve("artifacts"));
                Files.copy(lost.resolve("pepper.key"), copy.resolve("pepper.key"));
                Files.copy(lost.resolve("admin.key"), copy.resolve("admin.key"));
                server.kill();
            }
        }
        FileSystemUtils.deleteRecursively(lost);

        try (DebianPostgres database = DebianPostgres.start(programs)) {
            database.restore(dump);
            Path restored = folder.resolve("restored");
            copy(copy, restored);
            try (ServerProcess server = server(database, restored).awaitHealthy()) {
                JsonNode check = server.get("/api/v1/storage/check");
                assertThat(check.at("/missing/count").asInt()).as("%s", check).isZero();
                assertThat(check.get("known").asInt()).isGreaterThan(5);
                assertThat(server.get("/api/v1/jobs/" + done).get("state").asString())
                        .isEqualTo("SUCCEEDED");
                for (JsonNode file : files) {
                    String path = "/api/v1/jobs/" + done + "/files/"
                            + file.get("name").asString();
                    HttpResponse<byte[]> bytes = http.send(server.request(path).build(), BodyHandlers.ofByteArray());
                    assertThat(Digests.of(bytes.body()))
                            .isEqualTo(file.get("sha256").asString());
                }
                assertThat(server.get("/api/v1/datasets/pets").get("state").asString())
                        .isEqualTo("READY");
                String again = server.submit(SHORT.formatted("pets", 2));

                server.awaitJob(
                        running, PATIENCE, job -> job.get("attempt").asInt() == 2 && ServerProcess.isTraining(job));
                assertThat(server.get("/api/v1/jobs/" + running + "/logs?stream=system&limit=5000")
                                .toString())
                        .contains("resumes from step");
                server.post("/api/v1/jobs/" + running + "/kill");
                server.awaitJob(
                        again, PATIENCE, job -> job.get("state").asString().equals("SUCCEEDED"));

                Path weights = find(restored.resolve("artifacts"), done, "weights.safetensors");
                Files.delete(weights);
                JsonNode hole = server.get("/api/v1/storage/check");
                assertThat(hole.at("/missing/count").asInt()).isOne();
                assertThat(hole.at("/missing/first/0").asString()).endsWith("weights.safetensors");
            }
        }
    }

    private static ServerProcess server(DebianPostgres database, Path data) throws IOException {
        return ServerProcess.startWith(
                Map.of(),
                data,
                "--spring.datasource.url=" + database.url(),
                "--isograd.jobs.lease=10s",
                "--isograd.jobs.reap-interval=1s",
                "--isograd.worker.lease-renewal=1s",
                "--isograd.worker.lease-loss-after=8s",
                "--isograd.worker.checkpoint-interval=0s",
                "--isograd.worker.checkpoint-steps=20");
    }

    /** Two classes of pictures, imported from an uploaded file. */
    private void importPets(ServerProcess server) throws Exception {
        byte[] zip = pets();
        JsonNode upload = send(
                server,
                "POST",
                "/api/v1/uploads",
                "{\"filename\":\"pets.zip\",\"size\":%d}".formatted(zip.length).getBytes(StandardCharsets.UTF_8),
                "application/json");
        String address = "/api/v1/uploads/" + upload.get("id").asString();
        send(server, "PUT", address + "/parts/1", zip, "application/octet-stream");
        send(server, "POST", address + "/complete", new byte[0], "application/json");
        String body = """
                {"name":"pets","source":{"upload":"%s"},"format":"auto","size":[28,28],"channels":1}""".formatted(upload.get("id").asString());
        send(server, "POST", "/api/v1/datasets", body.getBytes(StandardCharsets.UTF_8), "application/json");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode dataset = server.get("/api/v1/datasets/pets");
        while (dataset.get("state").asString().equals("IMPORTING")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(300);
            dataset = server.get("/api/v1/datasets/pets");
        }
        assertThat(dataset.get("state").asString()).as("%s", dataset).isEqualTo("READY");
    }

    private JsonNode send(ServerProcess server, String method, String path, byte[] body, String type) throws Exception {
        HttpRequest request = server.request(path)
                .header("Content-Type", type)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static byte[] pets() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String split : new String[] {"train", "test"}) {
                for (int n = 0; n < 16; n++) {
                    zip.putNextEntry(new ZipEntry("%s/%s/%d.png".formatted(split, n % 2 == 0 ? "cat" : "dog", n)));
                    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
                    for (int pixel = 0; pixel < 28 * 28; pixel++) {
                        picture.getRaster().setSample(pixel % 28, pixel / 28, 0, random.nextInt(256));
                    }
                    ImageIO.write(picture, "png", zip);
                    zip.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void copy(Path from, Path to) throws IOException {
        FileSystemUtils.copyRecursively(from, to);
    }

    /** As rsync does, it leaves out files that vanish meanwhile: parts of uploads that were not complete. */
    private static void copyBusy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (NoSuchFileException vanished) {
                    // It was part of nothing that the dump names; the check after the restoration proves it.
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private static Path find(Path store, String job, String name) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.toString().contains(job) && file.endsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
