package dev.isograd.worker;

import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;

/** Starts what an attempt runs in: a process on this machine, or a pod of a cluster. */
interface AttemptLauncher {

    /**
     * Starts the attempt, or finds it if an earlier run of this worker has started it.
     *
     * @param start the order, whose files lie in the attempt's folder or on this machine
     */
    RunningAttempt launch(Attempt attempt, SupervisorMessage start) throws IOException;

    /** Whether what it started keeps running while the worker restarts, which then finds it. */
    default boolean outlivesWorker() {
        return false;
    }
}
