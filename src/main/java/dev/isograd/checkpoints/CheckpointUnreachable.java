package dev.isograd.checkpoints;

/** Thrown when a checkpoint cannot be read now; nothing is said against its bytes. */
public class CheckpointUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckpointUnreachable(String id, Throwable cause) {
        super("The checkpoint %s cannot be read now: %s".formatted(id, cause.getMessage()), cause);
    }
}
