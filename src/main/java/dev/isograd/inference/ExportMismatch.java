package dev.isograd.inference;

/** Thrown when an exported file does not answer as the trained network does. */
final class ExportMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExportMismatch(String message) {
        super(message);
    }

    ExportMismatch(String message, Throwable cause) {
        super(message, cause);
    }
}
