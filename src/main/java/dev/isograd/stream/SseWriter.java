package dev.isograd.stream;

import dev.isograd.stream.Subscriber.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes to one client what it is to get, on the thread of its request, until either side has had enough. */
final class SseWriter {

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    /** Between looks whether the client is still there, while there is nothing to send. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Subscriber subscriber;
    private final OutputStream out;
    private final StreamProperties settings;
    private final BooleanSupplier gone;
    private final BooleanSupplier allowed;
    private long spokeAt = System.nanoTime();

    SseWriter(
            Subscriber subscriber,
            OutputStream out,
            StreamProperties settings,
            BooleanSupplier gone,
            BooleanSupplier allowed) {
        this.subscriber = subscriber;
        this.out = out;
        this.settings = settings;
        this.gone = gone;
        this.allowed = allowed;
    }

    /** @throws IOException if the client is gone or does not read */
    void run() throws IOException, InterruptedException {
        send("retry:%d\n\n".formatted(settings.reconnectDelay().toMillis()).getBytes(StandardCharsets.UTF_8));
        boolean ended = false;
        while (!ended && !subscriber.isClosed() && allowed.getAsBoolean()) {
            Frame frame = subscriber.next(PATIENCE);
            if (frame != null) {
                ended = send(frame);
            } else if (gone.getAsBoolean()) {
                return;
            } else if (hasPassed(settings.commentInterval(), spokeAt)) {
                send(COMMENT);
            }
        }
    }

    /** Together with all that is there already. */
    private boolean send(Frame first) throws IOException, InterruptedException {
        boolean ended = false;
        for (@Nullable Frame frame = first; frame != null; frame = subscriber.next(Duration.ZERO)) {
            out.write(frame.bytes());
            if (hasPassed(settings.longestDelay(), frame.madeAt())) {
                throw new IOException("The client reads too slowly");
            }
            ended |= frame.isLast();
        }
        out.flush();
        spokeAt = System.nanoTime();
        return ended;
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        spokeAt = System.nanoTime();
    }

    private static boolean hasPassed(Duration time, long since) {
        return System.nanoTime() - since > time.toNanos();
    }
}
