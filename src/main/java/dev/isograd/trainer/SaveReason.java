package dev.isograd.trainer;

/** Why a child saved its state. */
public enum SaveReason {
    /** The time between two checkpoints was over. */
    INTERVAL,
    /** The supervisor asked for it. */
    REQUEST,
    /** The training stops before its end. */
    STOP,
    /** The training has come to its end. */
    FINAL
}
