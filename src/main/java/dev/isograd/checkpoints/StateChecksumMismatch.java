package dev.isograd.checkpoints;

/** Thrown when the checksum of a state file differs from the one its trainer reported; the file is not stored. */
public class StateChecksumMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateChecksumMismatch(String message) {
        super(message);
    }
}
