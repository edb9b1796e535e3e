package dev.isograd.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What the comparison of the database with the store tells about jobs. */
@IsogradTest
class StorageCheckIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private RetentionSweep retention;

    @Autowired
    private IsogradProperties properties;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    /** Other tests leave files whose rows are gone, so only the keys of these jobs are looked at. */
    private List<String> found(String list, String job) {
        return api.get("/storage/check")
                .body()
                .at("/" + list + "/first")
                .valueStream()
                .map(key -> key.asString())
                .filter(key -> key.contains(job))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void namesMissingAndUnreferencedFiles() throws IOException {
        Path artifacts = properties.dataDir().resolve("artifacts");
        org.springframework.util.FileSystemUtils.deleteRecursively(artifacts.resolve("projects"));
        OldJobs old = new OldJobs(jobs, saved, jdbc, transactions, properties);
        String job = old.ended(31);
        String running = old.running().attempt().job();
        assertThat(found("missing", "")).isEmpty();
        assertThat(found("unreferenced", "")).isEmpty();
        Path folder = artifacts.resolve(
                "projects/%s/jobs/%s/attempts/1".formatted(jobs.caller().project(), job));
        Files.writeString(folder.resolve("left.safetensors"), "of nobody");
        Files.delete(folder.resolve("weights.safetensors"));
        Files.delete(folder.resolve("exports/x/network.onnx"));
        Files.writeString(
                Files.createDirectories(artifacts.resolve("projects/%s/jobs/%s/attempts/1"
                                .formatted(jobs.caller().project(), running)))
                        .resolve("early.safetensors"),
                "of a job that works on it");

        assertThat(new TreeSet<>(found("missing", job))).containsExactly("network.onnx", "weights.safetensors");
        assertThat(found("unreferenced", job)).containsExactly("left.safetensors");
        assertThat(found("unreferenced", running)).isEmpty();
        assertThat(api.get("/storage/check").at("/missing/count")).isEqualTo("2");

        api.send(
                "PATCH",
                "/projects/" + jobs.caller().project() + "/retention",
                "{\"networkDays\":30,\"exportDays\":30}",
                Map.of());
        retention.sweep();
        jdbc.sql("delete from project_retention").update();
        assertThat(found("missing", job)).as("deleted on purpose").isEmpty();
    }
}
