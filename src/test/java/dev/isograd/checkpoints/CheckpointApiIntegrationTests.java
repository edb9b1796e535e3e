package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class CheckpointApiIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private JdbcClient jdbc;

    private ClaimedTraining job;

    @BeforeEach
    void claimJob() {
        jobs.submit();
        job = jobs.claimJob();
    }

    @Test
    void listsNewestFirstInPages() {
        String first = saved.store(job, 10, 0.5);
        String second = saved.store(job, 20);
        String third = saved.store(job, 30);
        String deleting = saved.store(job, 40);
        jdbc.sql("update checkpoint set state = 'DELETING', deleting_since = now() where id = ?")
                .param(deleting)
                .update();

        Api.Answer page = list("?limit=2");
        Api.Answer rest = list("?limit=2&after=" + page.at("/next"));

        assertThat(page.each("/data", "/id")).containsExactly(third, second);
        assertThat(page.body().at("/hasMore").asBoolean()).isTrue();
        assertThat(rest.each("/data", "/id")).containsExactly(first);
        JsonNode shown = rest.body().at("/data/0");
        assertThat(shown.at("/job").asString()).isEqualTo(job.attempt().job());
        assertThat(shown.at("/step").asLong()).isEqualTo(10);
        assertThat(shown.at("/testAccuracy").asDouble()).isEqualTo(0.5);
        assertThat(shown.at("/testLoss").isNull()).isTrue();
        assertThat(shown.at("/state").asString()).isEqualTo("COMMITTED");
        assertThat(shown.at("/sha256").asString()).isEqualTo(Digests.of(SavedCheckpoints.bytes(10)));
        assertThat(shown.toString()).doesNotContain("projects/");
        assertThat(list("?limit=0").status()).isEqualTo(400);
        assertThat(list("?after=foo").at("/code")).isEqualTo("invalid_query");
    }

    @Test
    void downloadsByALinkWithoutCredentials() throws Exception {
        String id = saved.store(job, 10);
        Instant before = Instant.now();

        Api.Answer answer = api.post("/checkpoints/" + id + "/download", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Instant.parse(answer.at("/expiresAt")))
                .isBetween(before.plus(Duration.ofMinutes(9)), Instant.now().plus(Duration.ofMinutes(10)));
        assertThat(answer.body().at("/bytes").asLong()).isEqualTo(SavedCheckpoints.BYTES);
        HttpResponse<byte[]> bytes = fetch(answer.at("/url"));
        assertThat(bytes.statusCode()).isEqualTo(200);
        assertThat(Digests.of(bytes.body())).isEqualTo(answer.at("/sha256"));
        assertThat(bytes.headers().firstValue("Content-Disposition").orElse(""))
                .contains("attachment", answer.at("/fileName"));
        Api.Answer head = api.send(HttpRequest.newBuilder(URI.create(answer.at("/url")))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("" + SavedCheckpoints.BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORRUPT", "DELETING"})
    void rejectsAnEarlierLinkToAnUnusableCheckpoint(String state) throws Exception {
        String id = saved.store(job, 10);
        String url = api.post("/checkpoints/" + id + "/download", "").at("/url");
        jdbc.sql("""
                update checkpoint set state = :state,
                    deleting_since = case when :state = 'DELETING' then now() end""").param("state", state).update();

        HttpResponse<byte[]> answer = fetch(url);

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("checkpoint_gone");
    }

    @Test
    void rejectsFieldsInADownloadRequest() {
        String id = saved.store(job, 10);

        assertThat(api.post("/checkpoints/" + id + "/download", "{\"days\":7}").status())
                .isEqualTo(400);
    }

    @Test
    void asksToRetryWhileTheStoreCannotBeRead() throws Exception {
        String id = saved.store(job, 10);
        String url = api.post("/checkpoints/" + id + "/download", "").at("/url");
        Path state = saved.stateFile(id);
        Files.delete(state);
        // A link to itself exists and cannot be read.
        Files.createSymbolicLink(state, state);

        HttpResponse<byte[]> answer = fetch(url);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("artifact_store_unavailable")
                .doesNotContain("projects/");
        Files.delete(state);
        assertThat(fetch(url).statusCode()).isEqualTo(404);
    }

    @Test
    void rejectsModifiedLinks() throws Exception {
        String id = saved.store(job, 10);
        String other = saved.store(job, 20);
        String url = api.post("/checkpoints/" + id + "/download", "").at("/url");
        String path = url.substring(0, url.indexOf('?'));
        String expires = url.replaceAll(".*expires=(\\d+).*", "$1");

        List<String> wrong = List.of(
                path,
                url.replace(id, other),
                url.replace("expires=" + expires, "expires=" + (Long.parseLong(expires) + 1)),
                url.replaceAll("signature=.", "signature=x"),
                url.replaceAll("&signature=.*", ""),
                url.replaceAll("expires=\\d+", "expires=never"));

        for (String link : wrong) {
            HttpResponse<byte[]> answer = fetch(link);
            assertThat(answer.statusCode()).as(link).isEqualTo(403);
            assertThat(new String(answer.body())).contains("link_not_valid");
        }
    }

    @Test
    void pinsAndUnpins() {
        String id = saved.store(job, 10);

        Api.Answer pinned = patch(id, "{\"pinned\":true}");

        assertThat(pinned.body().at("/pinned").asBoolean()).isTrue();
        assertThat(list("").body().at("/data/0/pinned").asBoolean()).isTrue();
        assertThat(patch(id, "{\"pinned\":false}").body().at("/pinned").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"pinned\":null}", "{\"pinned\":\"yes\"}", "{\"pinned\":true,\"step\":3}", "[]"})
    void rejectsOtherEdits(String body) {
        assertThat(patch(saved.store(job, 10), body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ckpt_0", "job_1", "..%2f..", "ckpt_%00", "ckpt_ABC"})
    void doesNotFindOtherIds(String id) {
        assertThat(patch(id, "{\"pinned\":true}").status()).isIn(400, 404);
        assertThat(api.post("/checkpoints/" + id + "/download", "").status()).isIn(400, 404);
    }

    @Test
    void hidesCheckpointsOfOtherProjects() {
        String id = saved.store(job, 10);
        jobs.project("other", null);
        jdbc.sql("update checkpoint set project_id = 'prj_other'").update();
        jdbc.sql("update job set project_id = 'prj_other'").update();

        assertThat(list("").status()).isEqualTo(404);
        assertThat(patch(id, "{\"pinned\":true}").status()).isEqualTo(404);
        assertThat(api.post("/checkpoints/" + id + "/download", "").at("/code")).isEqualTo("checkpoint_not_found");
        jobs.clear();
    }

    @Test
    void rejectsDownloadsOfCorruptCheckpoints() {
        String id = saved.store(job, 10);
        jdbc.sql("update checkpoint set state = 'CORRUPT'").update();

        Api.Answer answer = api.post("/checkpoints/" + id + "/download", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("checkpoint_corrupt");
        assertThat(list("").at("/data/0/state")).isEqualTo("CORRUPT");
    }

    @Test
    void requiresAKey() {
        String id = saved.store(job, 10);
        HttpRequest.Builder anonymous =
                api.anonymous("/api/v1/checkpoints/" + id + "/download").POST(HttpRequest.BodyPublishers.noBody());

        assertThat(api.send(anonymous).status()).isEqualTo(401);
        assertThat(api.send(api.anonymous("/api/v1/jobs/" + job.attempt().job() + "/checkpoints")
                                .GET())
                        .status())
                .isEqualTo(401);
    }

    private Api.Answer list(String query) {
        return api.get("/jobs/" + job.attempt().job() + "/checkpoints" + query);
    }

    private Api.Answer patch(String id, String body) {
        return api.send("PATCH", "/checkpoints/" + id, body, Map.of());
    }

    private static HttpResponse<byte[]> fetch(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
