package dev.isograd.database;

/** Thrown when the jar has no PostgreSQL for this platform. */
final class PostgresMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresMissing(String resource) {
        super("This jar was built for another platform: it does not contain %s.".formatted(resource));
    }
}
