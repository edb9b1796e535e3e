package dev.isograd.checkpoints;

/** Thrown when a file is not what its trainer said it wrote; it is not stored. */
public class DamagedState extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DamagedState(String message) {
        super(message);
    }
}
