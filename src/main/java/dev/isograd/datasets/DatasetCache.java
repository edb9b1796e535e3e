package dev.isograd.datasets;

import dev.isograd.IsogradProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Keeps imported data sets on this machine, each in a folder named by its digest.
 *
 * <p>A lock file stands for each folder. Whoever uses the folder holds its lock together with others; whoever fetches or
 * removes it holds the lock alone. Several processes can therefore share one cache. The least recently used folders are
 * removed until a new one fits; folders in use stay.
 */
@Component
class DatasetCache {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetCache.class);
    private static final String DRAFT = ".draft";
    private static final long POLL_MILLIS = 100;

    private final Path root;
    private final FolderLocks locks;
    private final long limit;
    private final DatasetFiles files;
    private final InstantSource clock;

    DatasetCache(
            IsogradProperties properties, DatasetCacheProperties settings, DatasetFiles files, InstantSource clock) {
        this.root = properties.dataDir().resolve("dataset-cache");
        this.locks = new FolderLocks(root.resolve("locks"));
        this.limit = settings.datasetCache().toBytes();
        this.files = files;
        this.clock = clock;
    }

    private record Use(Path folder, FolderLocks.Lock lock) implements DatasetFolders.Held {

        @Override
        public void close() {
            lock.close();
        }
    }

    DatasetFolders.Held hold(String project, String id, String digest, BooleanSupplier shouldStop) throws IOException {
        Path folder = root.resolve(digest);
        while (true) {
            FolderLocks.Lock shared = await(() -> locks.tryShared(digest), shouldStop);
            if (isComplete(folder)) {
                Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
                return new Use(folder, shared);
            }
            shared.close();
            try (FolderLocks.Lock _ = await(() -> locks.tryExclusive(digest), shouldStop)) {
                if (!isComplete(folder)) {
                    LOG.info("Fetching data set {} with digest {}", id, digest);
                    fill(digest, folder, draft -> files.fetch(project, id, digest, draft, shouldStop));
                }
            }
            // Another process may remove it again before the lock is taken anew, so the loop looks once more.
        }
    }

    /** Holds the folder of a data set if this machine has it. */
    Optional<DatasetFolders.Held> holdIfPresent(String digest) throws IOException {
        Optional<FolderLocks.Lock> shared = locks.tryShared(digest);
        if (shared.isEmpty() || isComplete(root.resolve(digest))) {
            return shared.map(lock -> new Use(root.resolve(digest), lock));
        }
        shared.get().close();
        return Optional.empty();
    }

    /** Moves the files of a prepared folder into the cache, unless somebody fetches the same data set. */
    void adopt(StoredDataset stored, Path prepared) throws IOException {
        Path folder = root.resolve(stored.digest());
        Optional<FolderLocks.Lock> alone = locks.tryExclusive(stored.digest());
        if (alone.isEmpty()) {
            return;
        }
        try (FolderLocks.Lock _ = alone.get()) {
            if (!isComplete(folder)) {
                fill(stored.digest(), folder, draft -> {
                    for (Manifest.DataFile file : stored.manifest().files()) {
                        Files.move(prepared.resolve(file.file()), draft.resolve(file.file()));
                    }
                    Files.move(prepared.resolve(Manifest.FILE), draft.resolve(Manifest.FILE));
                });
            }
        }
    }

    private static boolean isComplete(Path folder) {
        return Files.isRegularFile(folder.resolve(Manifest.FILE));
    }

    private interface Attempt {
        Optional<FolderLocks.Lock> lock() throws IOException;
    }

    private static FolderLocks.Lock await(Attempt attempt, BooleanSupplier shouldStop) throws IOException {
        while (true) {
            Optional<FolderLocks.Lock> lock = attempt.lock();
            if (lock.isPresent()) {
                return lock.get();
            }
            if (shouldStop.getAsBoolean()) {
                throw new CancellationException("Stopped while another process fetches the data set");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted while another process fetches the data set");
            }
        }
    }

    private interface Content {
        void write(Path folder) throws IOException;
    }

    /** Writes a draft next to the folder, so that a killed process leaves no incomplete folder. */
    private void fill(String digest, Path folder, Content content) throws IOException {
        Path draft = root.resolve(digest + DRAFT);
        try {
            FileSystemUtils.deleteRecursively(draft);
            Files.createDirectories(draft);
            content.write(draft);
            FileSystemUtils.deleteRecursively(folder);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
        evict(digest);
    }

    /** Removes the least recently used folders until the rest fits; the new one counts but stays. */
    private void evict(String newest) throws IOException {
        long total = 0;
        for (Path folder : folders()) {
            total += size(folder);
        }
        for (Path folder : folders()) {
            if (total <= limit) {
                return;
            }
            if (!folder.getFileName().toString().equals(newest)) {
                total -= remove(folder);
            }
        }
    }

    /** Returns the number of bytes removed; 0 if the folder is in use. */
    private long remove(Path folder) throws IOException {
        String digest = folder.getFileName().toString();
        Optional<FolderLocks.Lock> alone = locks.tryExclusive(digest);
        if (alone.isEmpty()) {
            return 0;
        }
        try (FolderLocks.Lock _ = alone.get()) {
            long bytes = size(folder);
            LOG.info("Removing the data set with digest {} from the cache, which is full", digest);
            // Without its manifest, a half-removed folder is not taken for a data set.
            Files.deleteIfExists(folder.resolve(Manifest.FILE));
            FileSystemUtils.deleteRecursively(folder);
            return bytes;
        }
    }

    /** Returns the folders of data sets, the least recently used first. */
    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(DatasetCache::isComplete)
                    .filter(folder -> !folder.toString().endsWith(DRAFT))
                    .sorted(Comparator.comparing(DatasetCache::lastUse))
                    .toList();
        }
    }

    private static FileTime lastUse(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException removed) {
            LOG.debug("{} was removed by another process", folder, removed);
            return FileTime.fromMillis(0);
        }
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException removed) {
            LOG.debug("{} was removed by another process", folder, removed);
            return 0;
        }
    }
}
