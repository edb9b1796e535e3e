package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FileArtifactStoreTests extends ArtifactStoreContract {

    @Override
    ArtifactStore emptyStore() {
        return new FileArtifactStore(folder.resolve("store"));
    }

    @Test
    void leavesNoTemporaryFiles() throws IOException {
        store.put(KEY, file(bytes(5, 1)));
        store.put(KEY, file(bytes(5, 1)));
        assertThatThrownBy(() -> store.put(KEY, file(bytes(5, 2)))).isInstanceOf(ArtifactExists.class);

        try (Stream<Path> files = Files.walk(folder.resolve("store/projects")).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void followsNoLinkInsideTheStore() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Path root = folder.resolve("store");
        Files.createSymbolicLink(root.resolve("file"), secret);
        Files.createSymbolicLink(root.resolve("folder"), outside);

        for (String key : new String[] {"file", "folder/secret"}) {
            assertThatThrownBy(() -> store.open(key)).isInstanceOf(ArtifactStoreUnavailable.class);
            assertThatThrownBy(() -> store.size(key)).isInstanceOf(ArtifactStoreUnavailable.class);
            assertThatThrownBy(() -> store.put(key, secret)).isInstanceOf(ArtifactStoreUnavailable.class);
        }
        assertThatThrownBy(() -> store.put("folder/new", secret)).isInstanceOf(ArtifactStoreUnavailable.class);
        assertThatThrownBy(() -> store.delete("folder/secret")).isInstanceOf(ArtifactStoreUnavailable.class);
        assertThat(store.list("")).isEmpty();
        assertThat(outside).isDirectoryContaining("glob:**/secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void mayItselfBeALink() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        ArtifactStore linked = new FileArtifactStore(Files.createSymbolicLink(folder.resolve("linked"), real));

        linked.put(KEY, file(bytes(5, 1)));

        try (var in = linked.open(KEY)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(5, 1));
        }
    }

    @Test
    void hasNoDownloadLinks() throws IOException {
        store.put(KEY, file(bytes(5, 1)));

        assertThat(store.download(KEY, Duration.ofMinutes(1), "weights")).isEmpty();
    }

    @Test
    void sweepsTemporaryFilesOfKilledUploads() throws IOException {
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
    void distinguishesBrokenDiskFromMissingKey() throws IOException {
        Path store = Files.write(folder.resolve("not-a-folder"), bytes(5, 1));
        ArtifactStore broken = new FileArtifactStore(store);

        assertThatThrownBy(() -> broken.put(KEY, file(bytes(5, 1)))).isInstanceOf(ArtifactStoreUnavailable.class);
        assertThatThrownBy(() -> broken.open(KEY)).isInstanceOf(ArtifactStoreUnavailable.class);
    }

    @Test
    void opensAStoreThatHasNoMarkerYet() throws IOException {
        Path old = folder.resolve("old");
        Files.createDirectories(old.resolve(KEY).getParent());
        Files.write(old.resolve(KEY), bytes(5, 1));

        ArtifactStore opened = new FileArtifactStore(old);

        assertThat(opened.list("")).extracting(StoredArtifact::key).containsExactly(KEY);
        assertThatThrownBy(() -> opened.open("other")).isInstanceOf(ArtifactMissing.class);
    }

    @Test
    void isUnavailableWhileTheDiskIsNotMounted() throws IOException {
        store.put(KEY, file(bytes(5, 1)));
        Path disk = folder.resolve("disk");
        Files.move(folder.resolve("store"), disk);
        Path file = file(bytes(5, 2));

        for (boolean mountPoint : new boolean[] {false, true}) {
            if (mountPoint) {
                Files.createDirectory(folder.resolve("store"));
            }
            assertUnavailable(() -> store.open(KEY));
            assertUnavailable(() -> store.size(KEY));
            assertUnavailable(() -> store.exists(KEY));
            assertUnavailable(() -> store.delete(KEY));
            assertUnavailable(() -> store.list(""));
            assertUnavailable(() -> store.sweepUploads(Instant.now()));
            assertUnavailable(() -> store.put("other", file));
        }
        Files.delete(folder.resolve("store"));
        Files.move(disk, folder.resolve("store"));

        assertHolds(KEY, bytes(5, 1));
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ArtifactStoreUnavailable.class);
    }

    @Test
    void leavesNoEmptyFolders() throws IOException {
        store.put("a/b/c/one", file(bytes(5, 1)));
        store.put("a/b/two", file(bytes(5, 1)));

        store.delete("a/b/c/one");
        assertThat(folder.resolve("store/a/b/c")).doesNotExist();
        assertThat(folder.resolve("store/a/b/two")).exists();

        store.delete("a/b/two");
        assertThat(folder.resolve("store/a")).doesNotExist();
        assertThat(folder.resolve("store")).exists();
    }

    @Test
    void storesWhileOthersDeleteTheFolders() throws Exception {
        Path file = file(bytes(5, 1));
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> deletions = other.submit(() -> {
                while (!done.get()) {
                    store.list("").forEach(found -> store.delete(found.key()));
                }
            });
            try {
                for (int i = 0; i < 200; i++) {
                    store.put("deep/er/" + i, file);
                }
            } finally {
                done.set(true);
            }
            deletions.get();
        }

        store.list("").forEach(left -> store.delete(left.key()));
        assertThat(folder.resolve("store/deep")).doesNotExist();
    }
}
