package dev.isograd.database;

import java.nio.file.Path;

/** Thrown when another process holds the lock on the data directory. */
final class DataDirectoryInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataDirectoryInUse(Path directory, String holder) {
        super("Another Isograd process is using the data directory %s%s."
                .formatted(directory, holder.isEmpty() ? "" : " (process " + holder + ")"));
    }
}
