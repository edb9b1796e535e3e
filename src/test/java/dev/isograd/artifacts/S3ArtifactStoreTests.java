package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ArtifactStoreTests extends ArtifactStoreContract {

    private static S3Server server;
    private static S3Client s3;

    private String bucket = "";

    @BeforeAll
    static void startServer() {
        server = S3Server.start();
        s3 = server.client();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
        server.close();
    }

    @Override
    ArtifactStore emptyStore() {
        bucket = server.bucket();
        return store("prefix=tests/isograd");
    }

    private S3ArtifactStore store(String... more) {
        S3Properties settings = S3Settings.of(server.address(), bucket, more);
        return new S3ArtifactStore(settings, S3Clients.credentials(settings));
    }

    @AfterEach
    void leaveNoUploadOpen() {
        assertThat(s3.listMultipartUploads(it -> it.bucket(bucket)).uploads()).isEmpty();
        ((S3ArtifactStore) store).close();
    }

    @Test
    void storesOnlyUnderThePrefixAndListsNoOtherObjects() throws IOException {
        s3.putObject(it -> it.bucket(bucket).key("other/object"), RequestBody.fromString("x"));

        store.put(KEY, file(bytes(5, 1)));

        assertThat(s3.listObjectsV2(it -> it.bucket(bucket)).contents())
                .extracting(it -> it.key())
                .containsExactlyInAnyOrder("other/object", "tests/isograd/" + KEY);
        assertThat(store.list("")).extracting(StoredArtifact::key).containsExactly(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksums=when-supported", "checksums=when-required"})
    void worksInBothChecksumModes(String mode) throws IOException {
        try (S3ArtifactStore other = store(mode)) {
            other.put("small", file(bytes(5, 1)));
            other.put("large", file(bytes(THREE_PARTS, 1)));

            try (InputStream small = other.open("small");
                    InputStream large = other.open("large")) {
                assertThat(small.readAllBytes()).isEqualTo(bytes(5, 1));
                assertThat(large.readAllBytes()).isEqualTo(bytes(THREE_PARTS, 1));
            }
        }
    }

    @Test
    void requestsEncryption() throws IOException {
        try (S3ArtifactStore encrypted = store("encryption=aes256")) {
            encrypted.put("small", file(bytes(5, 1)));
            encrypted.put("large", file(bytes(THREE_PARTS, 1)));
        }

        assertThat(s3.headObject(it -> it.bucket(bucket).key("small")).serverSideEncryptionAsString())
                .isEqualTo("AES256");
        assertThat(s3.headObject(it -> it.bucket(bucket).key("large")).serverSideEncryptionAsString())
                .isEqualTo("AES256");
    }

    @Test
    void comparesBytesOfObjectsWithoutAStoredHash() throws IOException {
        s3.putObject(it -> it.bucket(bucket).key("tests/isograd/" + KEY), RequestBody.fromBytes(bytes(5, 1)));

        store.put(KEY, file(bytes(5, 1)));

        assertThatThrownBy(() -> store.put(KEY, file(bytes(5, 2)))).isInstanceOf(ArtifactExists.class);
    }

    @Test
    void detectsBytesThatDoNotMatchTheStoredHash() throws IOException {
        store.put(KEY, file(bytes(5, 1)));
        String sha256 = s3.headObject(it -> it.bucket(bucket).key("tests/isograd/" + KEY))
                .metadata()
                .get("sha256");
        s3.putObject(
                it -> it.bucket(bucket).key("tests/isograd/" + KEY).metadata(Map.of("sha256", sha256)),
                RequestBody.fromBytes(bytes(5, 2)));

        assertThatThrownBy(() -> read(KEY)).isInstanceOf(ArtifactCorrupt.class).hasMessageContaining("SHA-256");
    }

    @Test
    void signsLinksThatDownloadTheArtifact() throws Exception {
        store.put(KEY, file(bytes(THREE_PARTS, 1)));

        URI link = store.download(KEY, Duration.ofMinutes(5), "my \"net\" ä.safetensors")
                .orElseThrow();
        HttpResponse<byte[]> downloaded = get(link);

        assertThat(downloaded.statusCode()).isEqualTo(200);
        assertThat(downloaded.body()).isEqualTo(bytes(THREE_PARTS, 1));
        assertThat(downloaded.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;")
                .contains("filename*=UTF-8''my%20%22net%22%20%C3%A4.safetensors");
        assertThat(downloaded.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        // Only the host header is signed, so that a browser can follow the link.
        assertThat(link.getQuery()).contains("X-Amz-SignedHeaders=host&").doesNotContain(S3Server.SECRET_KEY);
        assertThat(get(URI.create(link.toString().replace("weights", "others"))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void letsLinksExpire() throws Exception {
        store.put(KEY, file(bytes(5, 1)));
        URI link = store.download(KEY, Duration.ofSeconds(1), "weights").orElseThrow();
        Instant deadline = Instant.now().plusSeconds(20);

        int status = get(link).statusCode();
        while (status == 200 && Instant.now().isBefore(deadline)) {
            status = get(link).statusCode();
        }

        assertThat(status).isEqualTo(403);
    }

    private static HttpResponse<byte[]> get(URI link) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void signsLinksOnlyIfUsersCanReachTheStore() {
        try (S3ArtifactStore hidden = store("download-links=false");
                S3ArtifactStore elsewhere = store("download-endpoint=https://files.example.org")) {
            assertThat(hidden.download(KEY, Duration.ofMinutes(1), "weights")).isEmpty();
            assertThat(elsewhere.download(KEY, Duration.ofMinutes(1), "weights"))
                    .hasValueSatisfying(it -> assertThat(it).hasHost("files.example.org"));
        }
    }

    @Test
    void sweepsUnfinishedUploads() {
        s3.createMultipartUpload(it -> it.bucket(bucket).key("tests/isograd/" + KEY));
        String others = s3.createMultipartUpload(it -> it.bucket(bucket).key("other/object"))
                .uploadId();

        int tooYoung = store.sweepUploads(Instant.now().minus(Duration.ofDays(1)));
        int old = store.sweepUploads(Instant.now().plusSeconds(60));

        assertThat(tooYoung).isZero();
        assertThat(old).isEqualTo(1);
        assertThat(s3.listMultipartUploads(it -> it.bucket(bucket)).uploads())
                .extracting(it -> it.uploadId())
                .containsExactly(others);
        s3.abortMultipartUpload(it -> it.bucket(bucket).key("other/object").uploadId(others));
    }

    @Test
    void distinguishesMissingBucketFromMissingKey() throws IOException {
        store.put(KEY, file(bytes(5, 1)));
        store.delete(KEY);
        s3.deleteBucket(it -> it.bucket(bucket));
        try {
            assertThatThrownBy(() -> store.exists(KEY)).isInstanceOf(ArtifactStoreUnavailable.class);
            assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(ArtifactStoreUnavailable.class);
            assertThatThrownBy(() -> store.put(KEY, file(bytes(5, 1)))).isInstanceOf(ArtifactStoreUnavailable.class);
            assertThatThrownBy(() -> store.list("")).isInstanceOf(ArtifactStoreUnavailable.class);
        } finally {
            s3.createBucket(it -> it.bucket(bucket));
        }
    }
}
