package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileArtifactStoreTests {

    private static final String KEY = "projects/p/jobs/j/attempts/1/weights.safetensors";

    @TempDir
    private Path folder;

    private ArtifactStore store;

    @BeforeEach
    void openStore() {
        store = new FileArtifactStore(folder.resolve("store"));
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        store.put(KEY, file("bytes"));

        assertThat(store.open(KEY)).hasContent("bytes");
        assertThat(store.size(KEY)).isEqualTo(5);
        assertThat(store.exists(KEY)).isTrue();
    }

    @Test
    void changesNoBytesUnderKey() throws IOException {
        store.put(KEY, file("bytes"));
        store.put(KEY, file("bytes"));

        assertThatThrownBy(() -> store.put(KEY, file("other"))).isInstanceOf(ArtifactExists.class);
        assertThat(store.open(KEY)).hasContent("bytes");
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        store.put(KEY, file("bytes"));

        try (Stream<Path> files = Files.walk(folder.resolve("store")).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void forgetsWhatIsDeleted() throws IOException {
        store.put(KEY, file("bytes"));

        store.delete(KEY);
        store.delete(KEY);

        assertThat(store.exists(KEY)).isFalse();
        assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(ArtifactMissing.class);
        assertThatThrownBy(() -> store.size(KEY)).isInstanceOf(ArtifactMissing.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "a\n"
            })
    void refusesKeysThatCouldLeadElsewhere(String key) {
        assertThatThrownBy(() -> store.put(key, file("bytes"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }
}
