package dev.isograd.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a second process cannot start on the same data directory, instead of a stack trace. */
final class DataDirectoryInUseAnalyzer extends AbstractFailureAnalyzer<DataDirectoryInUse> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, DataDirectoryInUse cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Stop that process, or set another directory for this one: --isograd.data-dir=… or ISOGRAD_DATA_DIR.",
                cause);
    }
}
