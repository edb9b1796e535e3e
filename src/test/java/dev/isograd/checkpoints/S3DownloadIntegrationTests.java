package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradVariantTest;
import dev.isograd.jobs.web.TestJobs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Downloads that an object store serves itself. */
@IsogradVariantTest
class S3DownloadIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Value("${isograd.artifacts.s3.endpoint}")
    private String store = "";

    @Test
    void linksToTheBytesInTheStore() throws Exception {
        jobs.submit();
        String id = saved.store(jobs.claimJob(), 10);

        Api.Answer link = api.post("/checkpoints/" + id + "/download", "");
        HttpResponse<byte[]> bytes = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(link.at("/url"))).build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(store).isNotEmpty();
        assertThat(link.at("/url")).startsWith(store);
        assertThat(bytes.statusCode()).isEqualTo(200);
        assertThat(bytes.body()).hasSize(SavedCheckpoints.BYTES);
        assertThat(Digests.of(bytes.body())).isEqualTo(link.at("/sha256"));
    }
}
