package dev.isograd.imports.sources;

/** Thrown when a source cannot be imported; the message is a sentence for its owner that names the file. */
public final class BadSource extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadSource(String message) {
        super(message);
    }

    public BadSource(String message, Throwable cause) {
        super(message, cause);
    }
}
