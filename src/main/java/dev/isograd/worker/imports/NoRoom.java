package dev.isograd.worker.imports;

/** Thrown when the quota of a project leaves no room for a data set; the message is a sentence for the user. */
public final class NoRoom extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoRoom(String message) {
        super(message);
    }
}
