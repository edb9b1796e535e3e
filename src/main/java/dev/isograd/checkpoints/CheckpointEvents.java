package dev.isograd.checkpoints;

/** Defines the type of job events about checkpoints. */
public final class CheckpointEvents {

    public static final String TYPE = "checkpoint";

    private CheckpointEvents() {}
}
