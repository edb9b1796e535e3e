package dev.isograd.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains at startup why the configured database cannot be used, instead of a stack trace. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private final Environment environment;

    DatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        String action = action(state);
        return action == null
                ? null
                : new FailureAnalysis(
                        "The database %s cannot be used: %s".formatted(address(), cause.getMessage()), action, cause);
    }

    private static @Nullable String action(String state) {
        if (state.equals("53100")) {
            return "Free some space on the disk of the database.";
        }
        if (state.startsWith("28")) {
            return "Correct the user name and the password: SPRING_DATASOURCE_USERNAME, SPRING_DATASOURCE_PASSWORD.";
        }
        if (state.equals("3D000")) {
            return "Create the database, or correct its name in SPRING_DATASOURCE_URL.";
        }
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")
                ? "Start the database, or correct its address in SPRING_DATASOURCE_URL."
                : null;
    }

    /** Without parameters, which may contain a password. */
    private String address() {
        return environment.getProperty("spring.datasource.url", "").replaceFirst("[?].*", "");
    }
}
