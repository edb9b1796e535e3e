package dev.isograd.checkpoints;

/** Thrown when an outage prevents reading a checkpoint, which may be intact. */
public class CheckpointUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckpointUnavailable(String id, Throwable cause) {
        super("Checkpoint %s is temporarily unavailable: %s".formatted(id, cause.getMessage()), cause);
    }
}
