package dev.isograd.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** The folder of one attempt: what the child may write, gone when the attempt ends. */
final class Scratch implements AutoCloseable {

    static final String CRASH_REPORT = "hs_err.log";
    static final String TEMPORARY = "tmp";

    private final Path folder;

    Scratch(Path parent) {
        try {
            Files.createDirectories(parent);
            this.folder = Files.createTempDirectory(parent, "attempt-").toAbsolutePath();
            Files.createDirectory(folder.resolve(TEMPORARY));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("The attempt's folder could not be removed", failure);
        }
    }
}
