package dev.isograd.database;

import dev.isograd.FullDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a file could not be read or written at startup, instead of a stack trace. */
final class FileFailureAnalyzer extends AbstractFailureAnalyzer<IOException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, IOException cause) {
        if (!(cause instanceof FileSystemException) && !FullDisk.isCauseOf(cause)) {
            return null;
        }
        return new FailureAnalysis(
                "A file cannot be read or written: " + DataDirectoryUnusableAnalyzer.describe(cause),
                DataDirectoryUnusableAnalyzer.action(cause),
                cause);
    }
}
