package dev.isograd.database;

/** Thrown when the database lacks migrations that this process may not apply. */
final class SchemaBehind extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaBehind(String current, String needed) {
        super("The database is %s, but this version of Isograd needs version %s.".formatted(current, needed));
    }
}
