package dev.isograd.worker;

import dev.isograd.children.ChildProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The folder that the child process of one attempt may write to; deleted when the attempt ends. */
final class AttemptFolder implements AutoCloseable {

    static final String CRASH_REPORT = ChildProgram.CRASH_REPORT;
    static final String TEMPORARY = ChildProgram.TEMPORARY;

    private final Path parent;
    private @Nullable Path path;

    AttemptFolder(Path parent) {
        this.parent = parent;
    }

    void create() throws IOException {
        Files.createDirectories(parent);
        path = Files.createTempDirectory(parent, "attempt-").toAbsolutePath();
        Files.createDirectory(file(TEMPORARY));
    }

    Path path() {
        return Objects.requireNonNull(path, "The attempt's folder has not been created");
    }

    Path file(String name) {
        return path().resolve(name);
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("The attempt's folder could not be removed", failure);
        }
    }
}
