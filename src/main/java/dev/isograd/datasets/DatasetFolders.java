package dev.isograd.datasets;

import dev.isograd.IsogradProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Locates the folder of a data set, whose files are ready to be memory-mapped. */
@Component
public class DatasetFolders {

    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Path root;

    DatasetFolders(IsogradProperties properties) {
        this.root = properties.dataDir().resolve("datasets");
    }

    /** @throws DatasetNotFound if this machine has no such data set */
    public Path locate(String datasetName) {
        Path folder = folder(datasetName);
        if (!Files.isRegularFile(folder.resolve(Manifest.FILE))) {
            throw new DatasetNotFound();
        }
        return folder;
    }

    Path folder(String datasetName) {
        if (!NAME.matcher(datasetName).matches()) {
            throw new DatasetNotFound();
        }
        return root.resolve(datasetName);
    }
}
