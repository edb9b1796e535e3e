package dev.isograd.worker;

import dev.isograd.DatabaseOutage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The database writes of an attempt, in order. While the database is unavailable, they wait here and the training
 * continues.
 *
 * <p>The queue cannot grow without bound: an attempt without lease renewals is ended soon.
 */
final class WriteQueue {

    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean databaseDown;
    private long failedAt;

    /** Writes at once, after all waiting writes, if the database is available. */
    synchronized void add(Runnable write) {
        waiting.add(write);
        flush();
    }

    /**
     * Writes as many waiting writes as the database accepts. Each try may wait for a lost database, so there is a pause
     * after one that failed, in which the caller can look after its training.
     */
    synchronized void flush() {
        if (databaseDown && System.nanoTime() - failedAt < PAUSE.toNanos()) {
            return;
        }
        while (!waiting.isEmpty()) {
            try {
                waiting.element().run();
            } catch (DataAccessException | TransactionException failure) {
                if (!DatabaseOutage.isCauseOf(failure)) {
                    waiting.clear();
                    throw failure;
                }
                if (!databaseDown) {
                    LOG.warn("The database is unavailable; the training continues and its writes wait", failure);
                }
                databaseDown = true;
                failedAt = System.nanoTime();
                return;
            } catch (RuntimeException refused) {
                // All waiting writes belong to the same attempt, so they would be refused too.
                waiting.clear();
                throw refused;
            }
            waiting.remove();
        }
        databaseDown = false;
    }

    /** Waits until everything is written or the wait is cancelled. */
    void finish(BooleanSupplier cancelled) throws InterruptedException {
        flush();
        while (isWaiting() && !cancelled.getAsBoolean()) {
            Thread.sleep(PAUSE);
            flush();
        }
    }

    synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }
}
