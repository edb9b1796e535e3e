package dev.isograd.jobs;

/** Why a job is in its state, as a code for programs and a sentence for people. */
public record JobReason(ReasonCode code, String message) {}
