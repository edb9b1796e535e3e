package dev.isograd.checkpoints;

/** Whether a checkpoint can be used. */
enum CheckpointState {
    COMMITTED,
    /** Its bytes are not those that were stored, or no training can load them. */
    CORRUPT,
    /** Taken out of use; its bytes go later, so that whoever reads them now can finish. */
    DELETING
}
