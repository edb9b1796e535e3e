package dev.isograd.database;

/** Thrown at startup when the data directory cannot be created, read or written. */
final class DataDirectoryUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataDirectoryUnusable(String message) {
        super(message);
    }

    DataDirectoryUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
