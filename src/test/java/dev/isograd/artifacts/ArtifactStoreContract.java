package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link ArtifactStore}. */
abstract class ArtifactStoreContract {

    static final String KEY = "projects/p/jobs/j/attempts/1/weights.safetensors";

    /** A file of three parts: more than twice the smallest part size that S3 accepts. */
    static final int THREE_PARTS = 11 * 1024 * 1024;

    @TempDir
    Path folder;

    ArtifactStore store;

    abstract ArtifactStore emptyStore();

    @BeforeEach
    void openStore() {
        store = emptyStore();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 5 * 1024 * 1024, 5 * 1024 * 1024 + 1, THREE_PARTS})
    void returnsWhatWasStored(int size) throws IOException {
        byte[] bytes = bytes(size, 1);

        store.put(KEY, file(bytes));

        assertHolds(KEY, bytes);
        assertThat(store.size(KEY)).isEqualTo(size);
        assertThat(store.exists(KEY)).isTrue();
    }

    @Test
    void readsByteByByte() throws IOException {
        store.put(KEY, file(new byte[] {1, -1, 0}));

        try (InputStream in = store.open(KEY)) {
            assertThat(List.of(in.read(), in.read(), in.read(), in.read(), in.read()))
                    .containsExactly(1, 255, 0, -1, -1);
        }
    }

    @Test
    void readsSomeBytesWithoutTheOthers() throws IOException {
        byte[] bytes = bytes(THREE_PARTS, 1);
        store.put(KEY, file(bytes));

        assertThat(store.read(KEY, THREE_PARTS - 5_000_000, 3))
                .containsExactly(Arrays.copyOfRange(bytes, THREE_PARTS - 5_000_000, THREE_PARTS - 4_999_997));
        assertThat(store.read(KEY, THREE_PARTS - 2, 10))
                .containsExactly(Arrays.copyOfRange(bytes, THREE_PARTS - 2, THREE_PARTS));
        assertThat(store.read(KEY, THREE_PARTS, 10)).isEmpty();
        assertThat(store.read(KEY, THREE_PARTS + 100, 10)).isEmpty();
        assertThat(store.read(KEY, 0, 0)).isEmpty();
        assertThatThrownBy(() -> store.read(KEY + "2", 0, 1)).isInstanceOf(ArtifactMissing.class);
    }

    @Test
    void letsReadersStopEarly() throws IOException {
        byte[] bytes = bytes(1024 * 1024, 1);
        store.put(KEY, file(bytes));

        for (int reader = 0; reader < 60; reader++) {
            try (InputStream in = store.open(KEY)) {
                assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(bytes, 10));
            }
        }

        assertHolds(KEY, bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, THREE_PARTS})
    void neverChangesTheBytesUnderAKey(int size) throws IOException {
        store.put(KEY, file(bytes(size, 1)));
        store.put(KEY, file(bytes(size, 1)));

        assertThatThrownBy(() -> store.put(KEY, file(bytes(size, 2)))).isInstanceOf(ArtifactExists.class);
        assertThatThrownBy(() -> store.put(KEY, file(bytes(size - 1, 1)))).isInstanceOf(ArtifactExists.class);
        assertThatThrownBy(() -> store.put(KEY, file(new byte[0]))).isInstanceOf(ArtifactExists.class);
        assertHolds(KEY, bytes(size, 1));
    }

    @ParameterizedTest
    @CsvSource({"5, 4", THREE_PARTS + ", 1"})
    void letsExactlyOneOfTwoWritersWin(int size, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            String key = "race/" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            List<Integer> winners = new ArrayList<>();
            try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
                List<Future<Boolean>> wins = IntStream.of(1, 2)
                        .mapToObj(seed -> writers.submit(() -> wins(start, key, bytes(size, seed))))
                        .toList();
                for (int writer = 0; writer < wins.size(); writer++) {
                    if (wins.get(writer).get()) {
                        winners.add(writer + 1);
                    }
                }
            }

            assertThat(winners).hasSize(1);
            assertHolds(key, bytes(size, winners.getFirst()));
        }
    }

    private boolean wins(CyclicBarrier start, String key, byte[] bytes) throws Exception {
        Path file = file(bytes);
        start.await();
        try {
            store.put(key, file);
            return true;
        } catch (ArtifactExists lost) {
            return false;
        }
    }

    @Test
    void letsBothWritersOfTheSameBytesWin() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> wins = Stream.of(1, 1)
                    .map(seed -> writers.submit(() -> wins(start, KEY, bytes(THREE_PARTS, seed))))
                    .toList();

            for (Future<Boolean> win : wins) {
                assertThat(win.get()).isTrue();
            }
        }
        assertHolds(KEY, bytes(THREE_PARTS, 1));
    }

    @Test
    void storesNothingIfTheFileCannotBeRead() {
        assertThatThrownBy(() -> store.put(KEY, folder.resolve("no-such-file")))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void reportsMissingKeys() {
        assertThat(store.exists(KEY)).isFalse();
        assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(ArtifactMissing.class);
        assertThatThrownBy(() -> store.size(KEY)).isInstanceOf(ArtifactMissing.class);
    }

    @Test
    void deletesArtifacts() throws IOException {
        store.put(KEY, file(bytes(5, 1)));

        store.delete(KEY);
        store.delete(KEY);

        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.list("")).isEmpty();
        assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(ArtifactMissing.class);
        assertThatThrownBy(() -> store.size(KEY)).isInstanceOf(ArtifactMissing.class);
        store.put(KEY, file(bytes(5, 2)));
        assertHolds(KEY, bytes(5, 2));
    }

    @Test
    void listsArtifactsUnderAPrefix() throws IOException {
        Instant before = Instant.now().minusSeconds(60);
        store.put("jobs/j1/weights", file(bytes(5, 1)));
        store.put("jobs/j1/deep/er", file(bytes(6, 1)));
        store.put("jobs/j10/weights", file(bytes(7, 1)));

        List<StoredArtifact> found = store.list("jobs/j1/").toList();

        assertThat(found)
                .extracting(StoredArtifact::key, StoredArtifact::bytes)
                .containsExactlyInAnyOrder(tuple("jobs/j1/weights", 5L), tuple("jobs/j1/deep/er", 6L));
        assertThat(found)
                .allSatisfy(it -> assertThat(it.lastModified())
                        .isBetween(before, Instant.now().plusSeconds(60)));
        assertThat(store.list("jobs/")).hasSize(3);
        assertThat(store.list("jobs/j2/")).isEmpty();
    }

    @Test
    void listsMoreThanOnePage() throws IOException {
        Path file = file(new byte[0]);
        List<String> keys =
                IntStream.range(0, 1005).mapToObj(it -> "many/" + it).toList();
        keys.parallelStream().forEach(key -> store.put(key, file));

        assertThat(store.list("many/").map(StoredArtifact::key)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(store.list("").limit(3)).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("hostileKeys")
    void rejectsKeysThatCouldLeaveTheStore(String key) throws IOException {
        Path file = file(bytes(5, 1));

        assertThatThrownBy(() -> store.put(key, file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.exists(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.size(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.download(key, Duration.ofMinutes(1), "file"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list(key + "/")).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> hostileKeys() {
        return Stream.of(
                "",
                "/",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                ".",
                "..",
                "a//b",
                "a/",
                ".hidden",
                "a/.b",
                "a\\b",
                "a\0b",
                "a b",
                "C:x",
                "file:x",
                "a/%2e%2e/b",
                "ä",
                "a\n",
                "a".repeat(129),
                "a/".repeat(12) + "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "jobs", "jobs/j", "../", "jobs/../", "jobs//"})
    void rejectsPrefixesThatAreNotCompleteParts(String prefix) {
        assertThatThrownBy(() -> store.list(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Compares digests, because comparing millions of boxed bytes takes seconds. */
    void assertHolds(String key, byte[] bytes) throws IOException {
        assertThat(Digests.of(read(key))).isEqualTo(Digests.of(bytes));
    }

    byte[] read(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            return in.readAllBytes();
        }
    }

    Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "file", null), bytes);
    }

    static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
