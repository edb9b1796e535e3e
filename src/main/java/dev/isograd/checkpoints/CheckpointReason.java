package dev.isograd.checkpoints;

/** Why a checkpoint was made. */
public enum CheckpointReason {
    INTERVAL,
    REQUEST,
    STOP,
    FINAL
}
