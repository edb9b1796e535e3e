package dev.isograd.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message once.
 *
 * @param status HTTP status; null without an answer
 * @param millis time until the answer or the failure
 * @param text beginning of the answer
 * @param problem why the message counts as not delivered; null if it was
 */
record Answer(
        @Nullable Integer status,
        int millis,
        @Nullable String text,
        @Nullable String problem) {

    private static final int GONE = 410;

    boolean isDelivered() {
        return problem == null;
    }

    /** Whether the receiver wants no more messages. */
    boolean isGone() {
        return status != null && status == GONE;
    }
}
