package dev.isograd;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits for what another thread or process is about to do. */
public final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {}

    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("It did not come to that within " + PATIENCE);
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Until work is over or waits for a lock, such as one of the caller's transaction. */
    public static void untilOverOrLocked(BooleanSupplier over, JdbcClient jdbc) {
        until(() -> over.getAsBoolean()
                || jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
    }
}
