package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileArtifactStoreTests extends ArtifactStoreContract {

    @Override
    ArtifactStore emptyStore() {
        return new FileArtifactStore(folder.resolve("store"));
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        store.put(KEY, file(bytes(5, 1)));
        store.put(KEY, file(bytes(5, 1)));
        assertThatThrownBy(() -> store.put(KEY, file(bytes(5, 2)))).isInstanceOf(ArtifactExists.class);

        try (Stream<Path> files = Files.walk(folder.resolve("store")).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void hasNoLinksToGive() throws IOException {
        store.put(KEY, file(bytes(5, 1)));

        assertThat(store.download(KEY, Duration.ofMinutes(1), "weights")).isEmpty();
    }

    @Test
    void sweepsWhatKilledUploadsLeftBehind() throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        store.put(KEY, file(bytes(5, 1)));
        Path stored = folder.resolve("store").resolve(KEY);
        Path old = Files.write(stored.resolveSibling(".put-1.tmp"), bytes(5, 1));
        Path young = Files.write(stored.resolveSibling(".put-2.tmp"), bytes(5, 1));
        Files.setLastModifiedTime(old, FileTime.from(yesterday.minusSeconds(1)));
        Files.setLastModifiedTime(stored, FileTime.from(yesterday.minusSeconds(1)));

        int swept = store.sweepUploads(yesterday);

        assertThat(swept).isEqualTo(1);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(store.list("")).extracting(StoredArtifact::key).containsExactly(KEY);
    }

    @Test
    void tellsBrokenDiskFromMissingKey() throws IOException {
        Path store = Files.write(folder.resolve("not-a-folder"), bytes(5, 1));
        ArtifactStore broken = new FileArtifactStore(store);

        assertThatThrownBy(() -> broken.put(KEY, file(bytes(5, 1)))).isInstanceOf(ArtifactStoreUnavailable.class);
        assertThatThrownBy(() -> broken.open(KEY)).isInstanceOf(ArtifactStoreUnavailable.class);
    }
}
