package dev.isograd.bench;

/** Thrown when the command line asks for something that cannot be measured. */
final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }
}
