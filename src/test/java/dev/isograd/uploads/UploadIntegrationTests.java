package dev.isograd.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api.Answer;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.web.TestJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Uploads whose parts are files of this machine. */
@IsogradTest
class UploadIntegrationTests extends UploadContract {

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    private Path artifacts() {
        return properties.dataDir().resolve("artifacts");
    }

    @Override
    List<String> bytesInStore(String key) {
        return names(artifacts().resolve(key));
    }

    @Test
    void offersNoAddressesOfTheStore() {
        assertThat(begin(FILE, "").body().at("/partUrls")).isEmpty();
    }

    @Test
    void takesNoMoreDiskThanTheFile() throws Exception {
        String upload = begin(FILE, "").at("/id");
        putAll(upload, FILE);
        put(upload, 1, part(FILE, 1));
        complete(upload);

        try (var files = Files.walk(artifacts().resolve(file(upload).key()))) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isEqualTo(FILE.length);
        }
    }

    @Test
    void asksToRetryWhileTheStoreIsAway() throws Exception {
        String upload = begin(FILE, "").at("/id");
        put(upload, 1, part(FILE, 1));
        Path marker = artifacts().resolve(".isograd-artifacts");
        Files.delete(marker);
        try {
            List<Answer> answers = List.of(
                    put(upload, 2, part(FILE, 2)),
                    complete(upload),
                    api.get("/uploads/" + upload),
                    api.post("/uploads", "{\"filename\":\"pets.zip\",\"size\":7}"),
                    api.send("DELETE", "/uploads/" + upload, "", Map.of()));

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
            });
        } finally {
            Files.createFile(marker);
        }
        String other = begin(FILE, "").at("/id");
        putAll(other, FILE);
        assertThat(complete(other).status()).isEqualTo(200);
        assertThat(api.send("DELETE", "/uploads/" + upload, "", Map.of()).status())
                .as("a deletion that was cut off")
                .isEqualTo(204);
    }

    /** A process that ends after it began an upload in the store leaves no row. */
    @Test
    void sweepsWhatNoRowOwns() throws Exception {
        String key = "projects/p/uploads/upl_nobody";
        store.begin(key);
        Path folder = artifacts().resolve(key);
        String owned = begin(FILE, "").at("/id");
        for (Path old : List.of(folder, artifacts().resolve(file(owned).key()))) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }

        sweep.sweep();

        assertThat(folder).doesNotExist();
        assertThat(received(owned)).isEmpty();
        assertThat(api.get("/uploads/" + owned).status()).isEqualTo(200);
    }

    @Test
    void keepsUploadsWithinTheQuotaOfTheirProject() throws Exception {
        People people = new People(api);
        String project = people.project(",\"bytes\":100");
        String key = people.member(project, "member").key();
        String body = "{\"filename\":\"pets.zip\",\"size\":40}";

        List<Future<Answer>> requests;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            requests = IntStream.range(0, 6)
                    .mapToObj(client -> clients.submit(() -> people.as(key, "POST", "/uploads", body)))
                    .toList();
        }
        List<Answer> answers = requests.stream().map(Future::resultNow).toList();

        List<Answer> made = answers.stream().filter(it -> it.status() == 201).toList();
        assertThat(made).hasSize(2);
        assertThat(answers).filteredOn(it -> it.status() != 201).allSatisfy(it -> {
            assertThat(it.status()).isEqualTo(409);
            assertThat(it.at("/code")).isEqualTo("quota_exceeded");
            assertThat(it.at("/detail")).contains("100 bytes", "take 80", "for 40 more");
        });
        assertThat(people.as(key, "DELETE", "/uploads/" + made.getFirst().at("/id"), "")
                        .status())
                .isEqualTo(204);
        assertThat(people.as(key, "POST", "/uploads", body).status()).isEqualTo(201);
        assertThat(bytesInStore("projects/" + project + "/uploads"))
                .filteredOn(name -> name.endsWith("parts"))
                .as("a refused upload leaves nothing")
                .hasSize(2);
    }

    @Test
    void countsCheckpointsTowardsTheQuota() {
        jobs.submit();
        saved.store(jobs.claimJob(), 10);
        String project = project(begin(FILE, "").at("/id"));
        jdbc.sql("""
                update project set max_bytes = 10
                    + (select sum(bytes) from checkpoint where project_id = :project)
                    + (select sum(bytes) from upload where project_id = :project)
                where id = :project""").param("project", project).update();
        try {
            assertThat(api.post("/uploads", "{\"filename\":\"a\",\"size\":11}").at("/code"))
                    .isEqualTo("quota_exceeded");
            assertThat(api.post("/uploads", "{\"filename\":\"a\",\"size\":10}").status())
                    .isEqualTo(201);
        } finally {
            jdbc.sql("update project set max_bytes = null where id = ?")
                    .param(project)
                    .update();
        }
    }

    /** No worker runs, so the import waits. */
    @Test
    void keepsWhatAnImportNeeds() {
        String upload = begin(FILE, "").at("/id");
        putAll(upload, FILE);
        String body = "{\"name\":\"kept\",\"source\":{\"upload\":\"%s\"}}".formatted(upload);
        assertThat(api.post("/datasets", body).at("/code")).isEqualTo("upload_not_complete");
        complete(upload);
        Answer dataset = api.post("/datasets", body);
        assertThat(dataset.status()).as(dataset.text()).isEqualTo(201);

        assertThat(api.send("DELETE", "/uploads/" + upload, "", Map.of()).at("/code"))
                .isEqualTo("upload_in_use");
        jdbc.sql("update upload set expires_at = now() - interval '1 second' where id = ?")
                .param(upload)
                .update();
        sweep.sweep();

        assertThat(api.get("/uploads/" + upload).at("/state")).isEqualTo("COMPLETE");
        api.post("/jobs/" + dataset.at("/job") + "/cancel", "");
        assertThat(api.send("DELETE", "/uploads/" + upload, "", Map.of()).status())
                .isEqualTo(204);
    }

    @Test
    void refusesSourcesThatAreNotAllowed() {
        for (String source : List.of(
                "{\"url\":\"https://127.0.0.1/pets.zip\"}",
                "{\"url\":\"http://example.org/pets.zip\"}",
                "{\"folder\":\"/etc\"}",
                "{\"upload\":\"upl_01hf7yat000000000000000000\"}",
                "{\"upload\":\"../x\"}")) {
            Answer answer = api.post("/datasets", "{\"name\":\"no\",\"source\":%s}".formatted(source));
            assertThat(answer.status()).as(answer.text()).isIn(400, 404);
            assertThat(answer.at("/code")).isIn("invalid_source", "upload_not_found");
        }
    }

    @Test
    void usesLargerPartsForFilesOfManyParts() {
        Answer answer = api.post("/uploads", "{\"filename\":\"a\",\"size\":200000000000}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/partSize")).isEqualTo(Long.toString(20L * 1024 * 1024));
        assertThat(answer.at("/parts")).isEqualTo("9537");
        assertThat(api.get("/uploads/" + answer.at("/id")).status()).isEqualTo(200);
    }
}
