package dev.isograd.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client of a stream with its queue of unsent frames, which the poller fills and the request's thread empties. */
final class Subscriber {

    /** A client with this many unsent bytes receives no new frames until it has read some. */
    private static final int MAX_UNSENT_BYTES = 128 * 1024;

    private final StreamPosition start;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final Semaphore available = new Semaphore(0);
    private final AtomicLong unsentBytes = new AtomicLong();
    private volatile boolean closed;

    Subscriber(StreamPosition start) {
        this.start = start;
    }

    /**
     * An encoded message, shared by all subscribers at the same position.
     *
     * @param createdAt the value of {@code System.nanoTime} when the message was created
     * @param isLast whether the message ends the stream
     */
    record Frame(byte[] bytes, long createdAt, boolean isLast) {

        static Frame of(StreamPosition id, String event, String data) {
            String text = "id:%s\nevent:%s\ndata:%s\n\n".formatted(id, event, data);
            return new Frame(text.getBytes(StandardCharsets.UTF_8), System.nanoTime(), id.ended());
        }
    }

    String job() {
        return start.job();
    }

    StreamPosition start() {
        return start;
    }

    boolean hasRoom() {
        return unsentBytes.get() < MAX_UNSENT_BYTES;
    }

    void offer(Frame frame) {
        unsentBytes.addAndGet(frame.bytes().length);
        frames.add(frame);
        available.release();
    }

    /** Returns the next frame, or null after the timeout or if the subscriber was closed. */
    @Nullable
    Frame next(Duration timeout) throws InterruptedException {
        if (!available.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        Frame frame = frames.poll();
        if (frame != null) {
            unsentBytes.addAndGet(-frame.bytes().length);
        }
        return frame;
    }

    /** Ends the stream; both the poller and the request's thread may call this. */
    void close() {
        closed = true;
        available.release();
    }

    boolean isClosed() {
        return closed;
    }
}
