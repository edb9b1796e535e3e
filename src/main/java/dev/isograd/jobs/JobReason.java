package dev.isograd.jobs;

import dev.isograd.http.StorableText;

/** The reason for a job's state: a code for programs and a sentence for people. */
public record JobReason(ReasonCode code, String message) {

    public static final JobReason ON_REQUEST = new JobReason(ReasonCode.USER_CANCEL, "Cancelled on request.");

    private static final int LONGEST = 4_000;

    /** The sentence may come from a faulty training process, so it may contain any text. */
    public JobReason {
        message = StorableText.of(message, LONGEST);
    }
}
