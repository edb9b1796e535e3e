package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradProperties;
import dev.isograd.Role;
import dev.isograd.artifacts.FileArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class DatasetCacheTests {

    private static final String PROJECT = "prj_1";
    private static final int TRAIN = 20;

    @TempDir
    private Path folder;

    private final AtomicLong seconds = new AtomicLong();
    private DatasetFiles files;

    @BeforeEach
    void openStore() {
        files = new DatasetFiles(new FileArtifactStore(folder.resolve("store")), new JsonMapper());
    }

    @Test
    void fetchesWhatItLacksAndKeepsIt() throws IOException {
        DatasetCache cache = cache(DataSize.ofMegabytes(1));
        StoredDataset pets = stored("ds_1", 1);

        try (DatasetFolders.Held held = hold(cache, "ds_1", pets)) {
            assertThat(held.folder().resolve("train-images.u8")).hasSize(TRAIN * 3L * 64);
        }
        files.delete(PROJECT, "ds_1");

        try (DatasetFolders.Held held = hold(cache, "ds_1", pets)) {
            assertThat(new PreparedFolder(held.folder(), new JsonMapper()).digest())
                    .isEqualTo(pets.digest());
        }
    }

    @Test
    void removesTheLeastRecentlyUsedThatNobodyUses() throws IOException {
        long one = stored("ds_1", 1).bytes();
        DatasetCache cache = cache(DataSize.ofBytes(2 * one + 4_000));
        StoredDataset first = stored("ds_1", 1);
        StoredDataset second = stored("ds_2", 2);
        StoredDataset third = stored("ds_3", 3);
        StoredDataset fourth = stored("ds_4", 4);

        DatasetFolders.Held used = hold(cache, "ds_1", first);
        hold(cache, "ds_2", second).close();
        hold(cache, "ds_3", third).close();

        assertThat(cached()).containsExactlyInAnyOrder(first.digest(), third.digest());

        used.close();
        hold(cache, "ds_3", third).close();
        hold(cache, "ds_4", fourth).close();

        assertThat(cached()).containsExactlyInAnyOrder(third.digest(), fourth.digest());
    }

    @Test
    void keepsAFolderLargerThanTheCacheWhileItIsUsed() throws IOException {
        DatasetCache cache = cache(DataSize.ofBytes(10));
        StoredDataset pets = stored("ds_1", 1);

        try (DatasetFolders.Held held = hold(cache, "ds_1", pets)) {
            assertThat(held.folder().resolve("test-labels.i32")).exists();
        }
    }

    @Test
    void refusesBytesThatDifferFromTheirDigest() throws IOException {
        StoredDataset pets = stored("ds_1", 1);
        Path images;
        try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
            images = all.filter(path -> path.endsWith("train-images.u8"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] changed = Files.readAllBytes(images);
        changed[5]++;
        Files.delete(images);
        Files.write(images, changed);

        assertThatThrownBy(() -> hold(cache(DataSize.ofMegabytes(1)), "ds_1", pets))
                .isInstanceOf(InvalidDataset.class)
                .hasMessageContaining("train-images.u8");
        assertThat(cached()).isEmpty();
    }

    @Test
    void stopsWhenTold() throws IOException {
        StoredDataset pets = stored("ds_1", 1);

        assertThatThrownBy(() -> cache(DataSize.ofMegabytes(1)).hold(PROJECT, "ds_1", pets.digest(), () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(cached()).isEmpty();
    }

    /** Several workers may share a folder; one of them evicts all the time. */
    @Test
    void givesSeveralUsersTheSameFolder() throws Exception {
        StoredDataset pets = stored("ds_1", 1);
        StoredDataset birds = stored("ds_2", 2);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            DatasetCache cache = cache(DataSize.ofBytes(10));
            users.add(Thread.ofPlatform().start(() -> {
                for (int turn = 0; turn < 20; turn++) {
                    try (DatasetFolders.Held one = hold(cache, "ds_1", pets);
                            DatasetFolders.Held other = hold(cache, "ds_2", birds)) {
                        PreparedFolder.check(one.folder(), pets.manifest());
                        PreparedFolder.check(other.folder(), birds.manifest());
                    } catch (IOException | RuntimeException failure) {
                        failures.add(failure);
                    }
                }
            }));
        }
        for (Thread user : users) {
            user.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void adoptsAFolderAfterItsImport() throws IOException {
        DatasetCache cache = cache(DataSize.ofMegabytes(1));
        Path prepared = TinyDataset.write(folder.resolve("new"), "pets", TRAIN, 4, 9);
        StoredDataset pets = store("ds_9", prepared);

        cache.adopt(pets, prepared);
        files.delete(PROJECT, "ds_9");

        hold(cache, "ds_9", pets).close();
        assertThat(cached()).containsExactly(pets.digest());
    }

    @Test
    void storesNoLinks() throws IOException {
        Path prepared = TinyDataset.write(folder.resolve("linked"), "pets", TRAIN, 4, 1);
        Path images = prepared.resolve("train-images.u8");
        Files.move(images, folder.resolve("secret"));
        Files.createSymbolicLink(images, folder.resolve("secret"));

        assertThatThrownBy(() -> files.check(prepared)).isInstanceOf(InvalidDataset.class);
    }

    private DatasetCache cache(DataSize size) {
        return new DatasetCache(
                new IsogradProperties(folder, Set.of(Role.WORKER)),
                new DatasetCacheProperties(size),
                files,
                () -> Instant.ofEpochSecond(seconds.incrementAndGet()));
    }

    private StoredDataset stored(String id, int first) throws IOException {
        Path prepared = TinyDataset.write(folder.resolve(id), "pets", TRAIN, 4, first);
        return store(id, prepared);
    }

    private StoredDataset store(String id, Path prepared) throws IOException {
        StoredDataset checked = files.check(prepared);
        files.store(PROJECT, id, prepared, checked, () -> false);
        return checked;
    }

    private static DatasetFolders.Held hold(DatasetCache cache, String id, StoredDataset dataset) throws IOException {
        return cache.hold(PROJECT, id, dataset.digest(), () -> false);
    }

    private List<String> cached() {
        Path cache = folder.resolve("dataset-cache");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(cache)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("locks"))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
