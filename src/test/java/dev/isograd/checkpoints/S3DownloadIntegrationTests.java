package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import dev.isograd.artifacts.S3Server;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Downloads that an object store serves by itself. */
@IsogradTest
@DirtiesContext
class S3DownloadIntegrationTests {

    private static final S3Server STORE = S3Server.start();

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private CheckpointWriter writer;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IsogradProperties properties;

    @DynamicPropertySource
    static void keepInTheStore(DynamicPropertyRegistry settings) {
        String bucket = STORE.bucket();
        settings.add("isograd.artifacts.type", () -> "s3");
        settings.add("isograd.artifacts.s3.endpoint", STORE::address);
        settings.add("isograd.artifacts.s3.bucket", () -> bucket);
        settings.add("isograd.artifacts.s3.path-style", () -> "true");
        settings.add("isograd.artifacts.s3.access-key", () -> S3Server.ACCESS_KEY);
        settings.add("isograd.artifacts.s3.secret-key", () -> S3Server.SECRET_KEY);
    }

    @AfterAll
    static void stopStore() {
        STORE.close();
    }

    @Test
    void leadsToTheStoresOwnBytes() throws Exception {
        SampleJobs.submit(api);
        String id = new SavedCheckpoints(writer, jdbc, properties)
                .store(queue.claim(FreeSlots.one("w", "cpu")).orElseThrow(), 10);

        Api.Answer link = api.post("/checkpoints/" + id + "/download", "");
        HttpResponse<byte[]> bytes = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(link.at("/url"))).build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(link.at("/url")).startsWith(STORE.address().toString());
        assertThat(bytes.statusCode()).isEqualTo(200);
        assertThat(bytes.body()).hasSize(SavedCheckpoints.BYTES);
        assertThat(Digests.of(bytes.body())).isEqualTo(link.at("/sha256"));
    }
}
