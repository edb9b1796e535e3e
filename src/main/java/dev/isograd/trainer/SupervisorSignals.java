package dev.isograd.trainer;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the supervisor wants of a training that runs, as heard by one thread and found by the other between two steps. */
final class SupervisorSignals {

    private final AtomicBoolean save = new AtomicBoolean();
    private volatile boolean onTheWay;
    private volatile SupervisorMessage.@Nullable Stop stop;

    void stop(SupervisorMessage.Stop order) {
        stop = order;
    }

    SupervisorMessage.@Nullable Stop stop() {
        return stop;
    }

    void saveNow() {
        save.set(true);
    }

    /** True once for each time it was asked for. */
    boolean takeSave() {
        return save.getAndSet(false);
    }

    void checkpointSent() {
        onTheWay = true;
    }

    void checkpointTaken() {
        onTheWay = false;
    }

    /** Whether the supervisor still works on the last checkpoint. */
    boolean isOnTheWay() {
        return onTheWay;
    }
}
