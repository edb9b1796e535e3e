package dev.isograd.checkpoints;

/** The type of the job events that tell of checkpoints. */
public final class CheckpointNotes {

    public static final String TYPE = "checkpoint";

    private CheckpointNotes() {}
}
