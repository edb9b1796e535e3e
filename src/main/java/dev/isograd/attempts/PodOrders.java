package dev.isograd.attempts;

import dev.isograd.trainer.SupervisorMessage;
import java.util.List;
import java.util.Objects;

/**
 * Messages for the child process of a pod.
 *
 * @param session changes when the worker was restarted and counts its messages from 1 again
 * @param last number of the last of these messages
 * @param end whether the pod must end at once
 */
public record PodOrders(String session, long last, List<SupervisorMessage> messages, boolean end) {

    public PodOrders {
        Objects.requireNonNull(session);
        messages = List.copyOf(messages);
    }
}
