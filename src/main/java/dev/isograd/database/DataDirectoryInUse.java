package dev.isograd.database;

import java.nio.file.Path;

/** Thrown when another process works on the same data directory. */
final class DataDirectoryInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataDirectoryInUse(Path directory, String holder) {
        super("Another Isograd is running on the data directory %s%s."
                .formatted(directory, holder.isEmpty() ? "" : " (process " + holder + ")"));
    }
}
