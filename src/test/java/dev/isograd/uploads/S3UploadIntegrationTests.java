package dev.isograd.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api.Answer;
import dev.isograd.IsogradVariantTest;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.artifacts.StoredArtifact;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

/** Uploads whose parts are in an object store. */
@IsogradVariantTest
class S3UploadIntegrationTests extends UploadContract {

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private ArtifactStore artifacts;

    @Value("${isograd.artifacts.s3.endpoint}")
    private String address = "";

    @Override
    List<String> bytesInStore(String key) {
        Stream<String> begun = store.begunBefore(Instant.now().plusSeconds(60)).stream()
                .map(PartedArtifacts.Begun::key)
                .filter(key::equals);
        return artifacts.exists(key) ? List.of(key) : begun.toList();
    }

    @Test
    void takesPartsThatClientsSendToTheStore() throws Exception {
        Answer begun = begin(FILE, "");
        String upload = begun.at("/id");
        List<JsonNode> links = begun.body().at("/partUrls").valueStream().toList();
        assertThat(links).extracting(link -> link.at("/part").asInt()).containsExactly(1, 2, 3);

        assertThat(send(links.get(0), part(FILE, 1))).isEqualTo(200);
        assertThat(send(links.get(2), part(FILE, 3))).isEqualTo(200);
        assertThat(received(upload)).containsExactly(1, 3);
        assertThat(api.get("/uploads/" + upload).each("/partUrls", "/part")).containsExactly("2");
        assertThat(put(upload, 2, part(FILE, 2)).status()).isEqualTo(204);

        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(FILE);
        assertThat(api.get("/uploads/" + upload).body().at("/partUrls")).isEmpty();
    }

    /** Otherwise the browser would not even ask the store. */
    @Test
    void letsPagesSendPartsToTheStore() throws Exception {
        HttpResponse<Void> page = http.send(api.anonymous("/").build(), HttpResponse.BodyHandlers.discarding());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("; connect-src 'self' " + address + "; ");
    }

    private int send(JsonNode link, byte[] part) throws Exception {
        String url = link.at("/url").asString();
        assertThat(url).startsWith(address);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(part));
        link.at("/headers")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asString()));
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Isograd deletes unfinished uploads of its own after a day, and those of users when they are abandoned. */
    @Test
    void keepsOpenUploadsWhenTheStoreIsSwept() {
        String upload = begin(FILE, "").at("/id");
        put(upload, 1, part(FILE, 1));

        artifacts.sweepUploads(Instant.now().plusSeconds(60));

        assertThat(received(upload)).containsExactly(1);
    }

    /** The test's server waits two seconds for the next byte. */
    @Test
    void endsTheRequestsOfStalledClients() throws Exception {
        String upload = begin(FILE, "").at("/id");
        try (Socket stalled = half(upload, 1)) {
            stalled.setSoTimeout(10_000);
            assertThat(stalled.getInputStream().readAllBytes().length).isLessThan(2_000);
        }
        assertThat(received(upload)).isEmpty();
        assertThat(names(properties.dataDir().resolve("incoming"))).hasSize(1);
    }

    @Test
    void leavesNothingOnThisMachine() {
        String upload = begin(FILE, "").at("/id");
        putAll(upload, FILE);
        complete(upload);

        assertThat(names(properties.dataDir().resolve("incoming"))).hasSize(1);
        assertThat(artifacts.list("projects/").map(StoredArtifact::key))
                .contains(file(upload).key());
    }
}
