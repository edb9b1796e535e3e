package dev.isograd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ends a process that was told to stop and has not stopped in time.
 *
 * <p>Every part of the service limits its own stop. This is the last resort if one of them hangs all the same, such as a
 * start that waits for a machine that does not answer.
 */
public final class ShutdownLimit {

    /** Less than the 40 s after which operators give up. */
    private static final Duration LIMIT = Duration.ofSeconds(36);

    private static final List<Runnable> LAST_ACTIONS = new CopyOnWriteArrayList<>();

    private ShutdownLimit() {}

    /** Call it first in the process, so that a signal during the start counts too. */
    static void install() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> Thread.ofPlatform()
                                .name("shutdown limit")
                                .daemon()
                                .start(ShutdownLimit::haltWhenOver),
                        "shutdown"));
    }

    /** Adds a quick action that ends something which would outlive this process. */
    public static void beforeHalt(Runnable action) {
        LAST_ACTIONS.add(action);
    }

    private static void haltWhenOver() {
        try {
            Thread.sleep(LIMIT);
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        System.err.printf("Isograd has not stopped within %d s; it ends now%n", LIMIT.toSeconds());
        try {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            LAST_ACTIONS.forEach(Runnable::run);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
