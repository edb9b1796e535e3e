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
 * What an attempt writes into the database, in order; while the database cannot be used, it waits here and the training
 * goes on.
 *
 * <p>It cannot grow without bound: an attempt that hears nothing of its lease is ended soon.
 */
final class WriteQueue {

    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean troubled;

    /** Writes at once if it can be done, after all that waits. */
    synchronized void add(Runnable write) {
        waiting.add(write);
        flush();
    }

    /** Writes what waits, as far as the database lets. */
    synchronized void flush() {
        while (!waiting.isEmpty()) {
            try {
                waiting.element().run();
            } catch (DataAccessException | TransactionException failure) {
                if (!DatabaseOutage.isCauseOf(failure)) {
                    waiting.clear();
                    throw failure;
                }
                if (!troubled) {
                    LOG.warn("The database cannot be used; the training goes on and what it writes waits", failure);
                }
                troubled = true;
                return;
            } catch (RuntimeException refused) {
                // All that follows is of the same attempt.
                waiting.clear();
                throw refused;
            }
            waiting.remove();
        }
        troubled = false;
    }

    /** Waits until everything is written, or for nothing more. */
    void finish(BooleanSupplier givenUp) throws InterruptedException {
        flush();
        while (isWaiting() && !givenUp.getAsBoolean()) {
            Thread.sleep(PAUSE);
            flush();
        }
    }

    private synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }
}
