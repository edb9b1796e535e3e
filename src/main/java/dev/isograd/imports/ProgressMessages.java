package dev.isograd.imports;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.MessageChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends the progress of an import to the supervisor, at most twice a second. */
final class ProgressMessages implements ImportProgress {

    private static final long INTERVAL = 500_000_000L;
    private static final double NANOS = 1e9;

    private final MessageChannel supervisor;
    private final LongSupplier nanoTime;
    private long last;
    private long firstDone = -1;

    ProgressMessages(MessageChannel supervisor, LongSupplier nanoTime) {
        this.supervisor = supervisor;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    @Override
    public void report(long done, long expected) {
        long now = nanoTime.getAsLong();
        if (done > 0 && firstDone < 0) {
            firstDone = now;
        }
        if (now - last < INTERVAL && (done == 0 || done < expected)) {
            return;
        }
        last = now;
        try {
            supervisor.send(new ChildMessage.Progress(0, 1, done, expected, eta(now, done, expected)));
        } catch (IOException gone) {
            throw new UncheckedIOException("The supervisor does not receive the progress", gone);
        }
    }

    private @Nullable Long eta(long now, long done, long expected) {
        return done == 0 ? null : Math.round((now - firstDone) / NANOS / done * (expected - done));
    }
}
