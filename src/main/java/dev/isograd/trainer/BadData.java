package dev.isograd.trainer;

/** Thrown when a prepared data set does not match its manifest. */
final class BadData extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadData(String message) {
        super(message);
    }

    BadData(String message, Throwable cause) {
        super(message, cause);
    }
}
