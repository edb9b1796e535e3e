package dev.isograd.checkpoints;

/** Thrown when the checkpoint that a job was made to go on from is there no more, or is damaged. */
public class CheckpointLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckpointLost(String id) {
        super("The checkpoint %s, which this job was made to go on from, cannot be used any more".formatted(id));
    }
}
