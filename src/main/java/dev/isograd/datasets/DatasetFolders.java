package dev.isograd.datasets;

import dev.isograd.IsogradProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Locates the folder of a data set, whose files are ready to be memory-mapped. */
@Component
public class DatasetFolders {

    private final Path root;
    private final DatasetRows rows;
    private final DatasetCache cache;
    private final DatasetFiles stored;
    private final JsonMapper json;

    DatasetFolders(
            IsogradProperties properties, DatasetRows rows, DatasetCache cache, DatasetFiles stored, JsonMapper json) {
        this.root = properties.dataDir().resolve("datasets");
        this.rows = rows;
        this.cache = cache;
        this.stored = stored;
        this.json = json;
    }

    /** A folder that stays until it is closed. */
    public interface Held extends AutoCloseable {

        Path folder();

        @Override
        void close();
    }

    /**
     * Holds the folder of a data set; one that was imported is fetched from the artifact store if this machine lacks it.
     *
     * @param reference what the spec of a job says, such as {@code pets@2}
     * @param shouldStop asked often while files are fetched; true ends the work
     * @throws DatasetNotFound if this machine has no such built-in data set, or the project no such version that is ready
     * @throws InvalidDataset if the artifact store has lost or changed its files
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    public Held hold(String project, String reference, BooleanSupplier shouldStop) throws IOException {
        return isPrepared(reference)
                ? new BuiltIn(folder(reference))
                : hold(
                        DatasetName.of(reference)
                                .flatMap(name -> rows.find(project, name))
                                .orElseThrow(DatasetNotFound::new),
                        shouldStop);
    }

    Held hold(DatasetVersion version, BooleanSupplier shouldStop) throws IOException {
        if (version.project() == null) {
            return new BuiltIn(locate(version.name()));
        }
        if (version.content() == null) {
            throw new DatasetNotFound();
        }
        return cache.hold(version.project(), version.id(), version.content().digest(), shouldStop);
    }

    /** Returns the files of a version that is ready, without fetching them: those of this machine, else those in the store. */
    PreparedFiles files(DatasetVersion version) throws IOException {
        DatasetVersion.Content content = version.content();
        if (content == null) {
            throw new DatasetNotFound();
        }
        Optional<Held> local = version.project() == null
                ? Optional.of(new BuiltIn(locate(version.name())))
                : cache.holdIfPresent(content.digest());
        return local.<PreparedFiles>map(held -> new LocalFiles(held, new PreparedFolder(held.folder(), json)))
                .orElseGet(
                        () -> stored.stored(Objects.requireNonNull(version.project()), version.id(), content.digest()));
    }

    private record LocalFiles(Held held, PreparedFolder folder) implements PreparedFiles {

        @Override
        public Manifest manifest() {
            return folder.manifest();
        }

        @Override
        public InputStream open(String file) throws IOException {
            return Files.newInputStream(held.folder().resolve(file));
        }

        @Override
        public byte[] read(String file, long from, int length) throws IOException {
            try (InputStream in = open(file)) {
                return in.skip(from) < from ? new byte[0] : in.readNBytes(length);
            }
        }

        @Override
        public void close() {
            held.close();
        }
    }

    /** Keeps the files of a prepared folder for the next trainings, after they were stored; the folder loses them. */
    public void keep(StoredDataset stored, Path folder) throws IOException {
        cache.adopt(stored, folder);
    }

    /** The folder of a built-in data set, which no one removes. */
    private record BuiltIn(Path folder) implements Held {

        @Override
        public void close() {}
    }

    /**
     * Returns the folder of a built-in data set.
     *
     * @throws DatasetNotFound if this machine has no such data set
     */
    public Path locate(String name) {
        if (!isPrepared(name)) {
            throw new DatasetNotFound();
        }
        return folder(name);
    }

    private boolean isPrepared(String name) {
        return DatasetName.isName(name) && Files.isRegularFile(folder(name).resolve(Manifest.FILE));
    }

    Path folder(String name) {
        if (!DatasetName.isName(name)) {
            throw new DatasetNotFound();
        }
        return root.resolve(name);
    }
}
