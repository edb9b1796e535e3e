package dev.isograd.checkpoints;

/** The reason for which a checkpoint was saved. */
public enum CheckpointReason {
    INTERVAL,
    REQUEST,
    STOP,
    FINAL
}
