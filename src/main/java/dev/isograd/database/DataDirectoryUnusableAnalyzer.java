package dev.isograd.database;

import dev.isograd.FullDisk;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what is wrong with the data directory, instead of a stack trace. */
final class DataDirectoryUnusableAnalyzer extends AbstractFailureAnalyzer<DataDirectoryUnusable> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, DataDirectoryUnusable cause) {
        Throwable reason = cause.getCause();
        return new FailureAnalysis(
                reason == null ? cause.getMessage() : cause.getMessage() + ": " + describe(reason),
                action(cause),
                cause);
    }

    static String describe(Throwable reason) {
        if (reason instanceof AccessDeniedException denied) {
            return "this user has no permission for " + denied.getFile();
        }
        if (reason instanceof FileSystemException file && file.getReason() == null) {
            return reason.getClass().getSimpleName() + " " + file.getFile();
        }
        return String.valueOf(reason.getMessage()).strip();
    }

    static String action(Throwable failure) {
        return FullDisk.isCauseOf(failure)
                ? "The disk is full. Free some space on it, or set another directory: --isograd.data-dir=… or ISOGRAD_DATA_DIR."
                : "Check that the directory can be written by the user that runs Isograd, or set another one: "
                        + "--isograd.data-dir=… or ISOGRAD_DATA_DIR.";
    }
}
