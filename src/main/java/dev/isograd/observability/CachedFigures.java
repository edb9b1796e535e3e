package dev.isograd.observability;

import dev.isograd.observability.ServiceFigures.Figure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures that are read at most every five seconds, and never awaited for longer than two. */
final class CachedFigures {

    private static final Logger LOG = LoggerFactory.getLogger(CachedFigures.class);
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Supplier<List<Figure>> source;
    private @Nullable CompletableFuture<List<Figure>> latest;
    private long begunAt;

    CachedFigures(Supplier<List<Figure>> source) {
        this.source = source;
    }

    /** @param isCurrent false if the database did not answer */
    record Reading(boolean isCurrent, List<Figure> figures) {

        private static final Reading MISSING = new Reading(false, List.of());
    }

    Reading get() {
        try {
            return new Reading(true, current().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException unanswered) {
            LOG.debug("The database did not answer; this scrape has no gauges of the service", unanswered);
            return Reading.MISSING;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Reading.MISSING;
        }
    }

    /** A reading that has not ended yet is shared, so that scrapes during an outage do not pile up. */
    private synchronized CompletableFuture<List<Figure>> current() {
        CompletableFuture<List<Figure>> last = latest;
        if (last == null || last.isDone() && System.nanoTime() - begunAt > LIFETIME.toNanos()) {
            last = new CompletableFuture<>();
            latest = last;
            begunAt = System.nanoTime();
            CompletableFuture<List<Figure>> next = last;
            Thread.ofVirtual().name("figures").start(() -> read(next));
        }
        return last;
    }

    private void read(CompletableFuture<List<Figure>> into) {
        try {
            into.complete(source.get());
        } catch (RuntimeException failed) {
            into.completeExceptionally(failed);
        }
    }
}
