package dev.isograd.checkpoints;

/** Thrown when the checkpoint that a job was forked from was deleted or is corrupt. */
public class SourceCheckpointUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceCheckpointUnusable(String id) {
        super("Checkpoint %s, from which this job was forked, was deleted or is corrupt".formatted(id));
    }
}
