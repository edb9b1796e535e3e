package dev.isograd.checkpoints;

/** The state of a checkpoint: only a committed one can be used. */
enum CheckpointState {
    COMMITTED,
    /** The bytes differ from those that were stored, or a training failed to load them. */
    CORRUPT,
    /** Marked for deletion; the files are deleted later, so that running downloads can finish. */
    DELETING
}
