package dev.isograd.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches which share of its life a child process with one busy thread had a processor. On a quiet machine this is all of it; other
 * processes make it less, and the time of the child longer.
 */
final class ProcessorShare implements AutoCloseable {

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Double> last = new AtomicReference<>(1.0);

    ProcessorShare() {
        watch.scheduleAtFixedRate(this::look, 0, 100, TimeUnit.MILLISECONDS);
    }

    /** The class path makes the command line too long to be read, so any Java process that this one has started counts. */
    private void look() {
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .forEach(child -> child.info()
                        .totalCpuDuration()
                        .ifPresent(busy ->
                                last.set(share(busy, child.info().startInstant().orElseThrow()))));
    }

    private static double share(Duration busy, Instant start) {
        Duration life = Duration.between(start, Instant.now());
        return Math.min(1, (double) busy.toNanos() / life.toNanos());
    }

    /** The share of the child that was seen last. */
    double value() {
        return last.get();
    }

    @Override
    public void close() {
        watch.close();
    }
}
