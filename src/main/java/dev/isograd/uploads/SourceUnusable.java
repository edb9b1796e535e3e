package dev.isograd.uploads;

/** Thrown when a source has no usable files; the message is a sentence for the user. */
public final class SourceUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceUnusable(String message) {
        super(message);
    }
}
