package dev.isograd.trainer;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Requests of the supervisor: set by the thread that reads its messages, read by the training between steps. */
final class SupervisorSignals {

    private final AtomicBoolean saveRequested = new AtomicBoolean();
    private volatile boolean checkpointPending;
    private volatile SupervisorMessage.@Nullable Stop stop;

    void stop(SupervisorMessage.Stop message) {
        stop = message;
    }

    SupervisorMessage.@Nullable Stop stop() {
        return stop;
    }

    void requestSave() {
        saveRequested.set(true);
    }

    /** Returns true once after a request. */
    boolean takeSaveRequest() {
        return saveRequested.getAndSet(false);
    }

    void checkpointSent() {
        checkpointPending = true;
    }

    void checkpointTaken() {
        checkpointPending = false;
    }

    /** Whether the supervisor is still storing the last checkpoint. */
    boolean isCheckpointPending() {
        return checkpointPending;
    }
}
