package dev.isograd;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits for a condition that another thread or process will meet. */
public final class Waiting {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Waiting() {}

    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("The condition was not met within " + TIMEOUT);
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until some work is over or is blocked by a database lock, such as a lock of the caller's transaction. */
    public static void untilOverOrLocked(BooleanSupplier over, JdbcClient jdbc) {
        until(() -> over.getAsBoolean()
                || jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
    }
}
