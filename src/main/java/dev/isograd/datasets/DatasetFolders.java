package dev.isograd.datasets;

import dev.isograd.IsogradProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Locates the folder of a data set, whose files are ready to be memory-mapped. */
@Component
public class DatasetFolders {

    private final Path root;
    private final DatasetRows rows;
    private final DatasetCache cache;

    DatasetFolders(IsogradProperties properties, DatasetRows rows, DatasetCache cache) {
        this.root = properties.dataDir().resolve("datasets");
        this.rows = rows;
        this.cache = cache;
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
