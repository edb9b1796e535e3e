package dev.isograd.datasets;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Answers which data sets a job can use. */
@Component
@Transactional(readOnly = true)
public class Datasets {

    private final DatasetRows rows;

    Datasets(DatasetRows rows) {
        this.rows = rows;
    }

    public boolean isKnown(String name) {
        return DatasetFolders.NAME.matcher(name).matches() && rows.existsByName(name);
    }

    /** The number of training images and of classes, and the shape of every image. */
    public record Size(int trainingImages, int classes, int channels, int height, int width) {}

    /** Returns empty for an unknown data set. */
    public Optional<Size> size(String name) {
        return DatasetFolders.NAME.matcher(name).matches()
                ? rows.findByName(name).map(Dataset::size)
                : Optional.empty();
    }

    public List<String> names() {
        return rows.names();
    }
}
