package dev.isograd.jobs;

import dev.isograd.http.StorableText;

/** Why a job is in its state, as a code for programs and a sentence for people. */
public record JobReason(ReasonCode code, String message) {

    public static final JobReason ON_REQUEST = new JobReason(ReasonCode.USER_CANCEL, "Cancelled on request.");

    private static final int LONGEST = 4_000;

    /** The sentence may come from a training process that has gone wrong, and then be anything. */
    public JobReason {
        message = StorableText.of(message, LONGEST);
    }
}
