package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.artifacts.FaultyConnection.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Callers see an outage while the object store is down, slow, busy or unreachable, and recover when the fault ends. */
class S3FaultTests {

    private static final int SMALL = 20_000;
    private static final int THREE_PARTS = ArtifactStoreContract.THREE_PARTS;
    private static final String KEY = ArtifactStoreContract.KEY;

    /** Far above the timeouts set below, and far below the default timeouts. */
    private static final Duration MAX_DURATION = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private S3Server server;
    private FaultyConnection connection;
    private String bucket;
    private S3ArtifactStore store;

    @BeforeEach
    void startAll() throws IOException {
        server = S3Server.start();
        connection = new FaultyConnection(server.port());
        bucket = server.bucket();
        S3Properties settings = S3Settings.of(
                connection.address(),
                bucket,
                "attempts=3",
                "connect-timeout=1s",
                "read-timeout=2s",
                "call-timeout=15s");
        store = new S3ArtifactStore(settings, S3Clients.credentials(settings));
    }

    @AfterEach
    void stopAll() throws IOException {
        store.close();
        connection.close();
        server.close();
    }

    @Test
    void reportsAnOutageAndRecoversAfterIt() throws IOException {
        store.put(KEY, file(SMALL, 1));
        server.stop();

        assertUnavailable(() -> store.put("other", file(SMALL, 2)));
        assertUnavailable(() -> store.open(KEY));
        assertUnavailable(() -> store.exists(KEY));
        assertUnavailable(() -> store.size(KEY));
        assertUnavailable(() -> store.delete(KEY));
        assertUnavailable(() -> store.list(""));
        assertUnavailable(() -> store.sweepUploads(Instant.EPOCH));

        server.restart();
        store.put("other", file(SMALL, 2));
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
        assertThat(read("other")).isEqualTo(ArtifactStoreContract.bytes(SMALL, 2));
    }

    @Test
    void reportsARefusedConnection() throws IOException {
        connection.close();

        assertUnavailable(() -> store.put(KEY, file(SMALL, 1)));
        assertUnavailable(() -> store.exists(KEY));
    }

    @Test
    void retriesAfterOne503() throws IOException {
        store.put(KEY, file(SMALL, 1));

        connection.inject(Fault.ANSWERS_503, 0, 1);

        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
        assertThat(connection.faultyConnections()).isGreaterThan(1);
    }

    @Test
    void reportsRepeated503s() throws IOException {
        connection.inject(Fault.ANSWERS_503, 0);

        assertUnavailable(() -> store.open(KEY));
        assertThat(connection.faultyConnections()).isEqualTo(3);
        assertUnavailable(() -> store.put(KEY, file(SMALL, 1)));

        connection.inject(Fault.NONE, 0);
        store.put(KEY, file(SMALL, 1));
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
    }

    @Test
    void reportsAMissingResponse() throws IOException {
        S3Properties settings = S3Settings.of(connection.address(), bucket, "attempts=1", "read-timeout=1s");
        connection.inject(Fault.STALLS_REPLY, 0);

        try (S3ArtifactStore shortTimeout = new S3ArtifactStore(settings, S3Clients.credentials(settings))) {
            assertUnavailable(() -> shortTimeout.exists(KEY));
            assertUnavailable(() -> shortTimeout.put(KEY, file(SMALL, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALLS_REPLY", "CUTS_REPLY"})
    void neverReportsAnIncompleteReadAsComplete(Fault fault) throws IOException {
        store.put(KEY, file(SMALL, 1));

        connection.inject(fault, SMALL / 2);

        assertThatThrownBy(() -> read(KEY)).isInstanceOf(IOException.class);
        connection.inject(Fault.NONE, 0);
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
    }

    @Test
    void detectsAByteCorruptedInADownload() throws IOException {
        store.put(KEY, file(SMALL, 1));

        connection.inject(Fault.CORRUPTS_REPLY, SMALL / 2);

        assertThatThrownBy(() -> read(KEY)).isInstanceOf(ArtifactCorrupt.class);
        connection.inject(Fault.NONE, 0);
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, THREE_PARTS})
    void storesNothingOfAnInterruptedUpload(int size) throws IOException {
        connection.inject(Fault.CUTS_REQUEST, SMALL / 2);

        assertUnavailable(() -> store.put(KEY, file(size, 1)));

        connection.inject(Fault.NONE, 0);
        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.list("")).isEmpty();
        store.put(KEY, file(size, 1));
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(size, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksums=when-supported", "checksums=when-required"})
    void storesNoBytesCorruptedInAnUpload(String mode) throws IOException {
        S3Properties settings = S3Settings.of(connection.address(), bucket, "attempts=2", mode);
        try (S3ArtifactStore strict = new S3ArtifactStore(settings, S3Clients.credentials(settings))) {
            strict.exists(KEY);
            connection.inject(Fault.CORRUPTS_REQUEST, SMALL / 2);

            assertUnavailable(() -> strict.put(KEY, file(SMALL, 1)));

            connection.inject(Fault.NONE, 0);
            assertThat(strict.exists(KEY)).isFalse();
            strict.put(KEY, file(SMALL, 1));
        }
        assertThat(read(KEY)).isEqualTo(ArtifactStoreContract.bytes(SMALL, 1));
    }

    @Test
    void leavesNoUploadOpenWhenPartsFail() throws IOException {
        store.put("first", file(SMALL, 1));

        // The fault interrupts the parts, but not short requests such as the abort.
        connection.inject(Fault.CUTS_REQUEST, SMALL / 2);
        assertUnavailable(() -> store.put(KEY, file(THREE_PARTS, 1)));

        try (S3Client s3 = server.client()) {
            assertThat(s3.listMultipartUploads(it -> it.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    @Test
    void leavesNoUploadOpenWhenItsThreadIsInterrupted() throws Exception {
        store.put("first", file(SMALL, 1));
        Path file = file(THREE_PARTS, 1);
        Throwable[] failure = new Throwable[1];
        boolean[] stillInterrupted = new boolean[1];

        Thread writer = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            try {
                store.put(KEY, file);
            } catch (RuntimeException failed) {
                failure[0] = failed;
                stillInterrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        writer.join();

        assertThat(failure[0]).isInstanceOf(ArtifactStoreUnavailable.class);
        assertThat(stillInterrupted[0]).isTrue();
        assertThat(store.exists(KEY)).isFalse();
        try (S3Client s3 = server.client()) {
            assertThat(s3.listMultipartUploads(it -> it.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    /**
     * Asserts that a call fails with the outage exception, within bounded time and without revealing the secret key.
     */
    private static void assertUnavailable(ThrowingCallable call) {
        Instant start = Instant.now();

        assertThatThrownBy(call)
                .isInstanceOf(ArtifactStoreUnavailable.class)
                .hasMessageStartingWith("Cannot ")
                .hasMessageNotContaining(S3Server.SECRET_KEY);
        assertThat(Duration.between(start, Instant.now())).isLessThan(MAX_DURATION);
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            return in.readAllBytes();
        }
    }

    private Path file(int size, int seed) throws IOException {
        return Files.write(Files.createTempFile(folder, "file", null), ArtifactStoreContract.bytes(size, seed));
    }
}
