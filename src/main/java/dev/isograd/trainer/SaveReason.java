package dev.isograd.trainer;

/** The reason for a checkpoint. */
public enum SaveReason {
    /** The interval between two checkpoints was over. */
    INTERVAL,
    /** The supervisor requested it. */
    REQUEST,
    /** The training stops before its end. */
    STOP,
    /** The training has ended. */
    FINAL
}
