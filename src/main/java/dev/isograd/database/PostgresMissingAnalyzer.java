package dev.isograd.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a jar that was built for another platform cannot start its database, instead of a stack trace. */
final class PostgresMissingAnalyzer extends AbstractFailureAnalyzer<PostgresMissing> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, PostgresMissing cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Build the jar on this platform, or set the address of another PostgreSQL: SPRING_DATASOURCE_URL.",
                cause);
    }
}
