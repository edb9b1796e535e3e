package dev.isograd.stream;

import dev.isograd.stream.Subscriber.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes a subscriber's messages to its client, on the request's thread, until either side ends the stream. */
final class SseWriter {

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    /** Time between two checks that an idle client is still connected. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final Subscriber subscriber;
    private final OutputStream out;
    private final StreamProperties settings;
    private final BooleanSupplier disconnected;
    private final BooleanSupplier allowed;
    private long lastWriteAt = System.nanoTime();

    SseWriter(
            Subscriber subscriber,
            OutputStream out,
            StreamProperties settings,
            BooleanSupplier disconnected,
            BooleanSupplier allowed) {
        this.subscriber = subscriber;
        this.out = out;
        this.settings = settings;
        this.disconnected = disconnected;
        this.allowed = allowed;
    }

    /** @throws IOException if the client has disconnected or does not read */
    void run() throws IOException, InterruptedException {
        send(("retry:" + settings.reconnectDelay().toMillis() + "\n\n").getBytes(StandardCharsets.UTF_8));
        boolean ended = false;
        while (!ended && !subscriber.isClosed() && allowed.getAsBoolean()) {
            Frame frame = subscriber.next(CHECK_INTERVAL);
            if (frame != null) {
                ended = send(frame);
            } else if (disconnected.getAsBoolean()) {
                return;
            } else if (hasPassed(settings.commentInterval(), lastWriteAt)) {
                send(COMMENT);
            }
        }
    }

    /** Sends a frame and all further frames that already wait, with a single flush. */
    private boolean send(Frame first) throws IOException, InterruptedException {
        boolean ended = false;
        for (@Nullable Frame frame = first; frame != null; frame = subscriber.next(Duration.ZERO)) {
            out.write(frame.bytes());
            if (hasPassed(settings.longestDelay(), frame.createdAt())) {
                throw new IOException("The client reads too slowly");
            }
            ended |= frame.isLast();
        }
        out.flush();
        lastWriteAt = System.nanoTime();
        return ended;
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        lastWriteAt = System.nanoTime();
    }

    private static boolean hasPassed(Duration duration, long since) {
        return System.nanoTime() - since > duration.toNanos();
    }
}
