package dev.isograd.attempts;

import java.util.Objects;

/**
 * How far the worker is with the entries of a pod.
 *
 * @param session changes when the worker was restarted and has lost what it had received, but not stored
 * @param received number of the last entry received; the next one is expected
 * @param stored number of the last entry that is stored for good, so that the pod may forget it
 */
public record PodReceipt(String session, long received, long stored) {

    public PodReceipt {
        Objects.requireNonNull(session);
    }
}
