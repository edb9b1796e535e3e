package dev.isograd.database;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the database is not up to date, instead of a stack trace. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, RuntimeException cause) {
        SchemaBehind behind = findCause(failure, SchemaBehind.class);
        if (behind != null) {
            return new FailureAnalysis(
                    String.valueOf(behind.getMessage()),
                    "Run this version once with ISOGRAD_ROLES=migrate, then start this process again.",
                    behind);
        }
        FlywayException flyway = findCause(failure, FlywayException.class);
        return flyway == null
                ? null
                : new FailureAnalysis(
                        "The database cannot be brought up to date: " + flyway.getMessage(),
                        "Correct what the message names. A failed migration leaves the database as it was before it.",
                        flyway);
    }
}
