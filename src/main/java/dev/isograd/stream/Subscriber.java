package dev.isograd.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One client of one stream, with what it has still to be sent; the poller puts in, the client's own thread takes out. */
final class Subscriber {

    /** A client with more than this waiting gets nothing until it has read on. */
    private static final int ROOM = 128 * 1024;

    private final StreamPosition start;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    Subscriber(StreamPosition start) {
        this.start = start;
    }

    /**
     * A message as it goes over the wire; the clients at one place share it.
     *
     * @param madeAt by {@code System.nanoTime}
     * @param isLast whether the stream ends with it
     */
    record Frame(byte[] bytes, long madeAt, boolean isLast) {

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
        return bytes.get() < ROOM;
    }

    void offer(Frame frame) {
        bytes.addAndGet(frame.bytes().length);
        frames.add(frame);
        waiting.release();
    }

    /** Null when there is none after the time, or ever again. */
    @Nullable
    Frame next(Duration patience) throws InterruptedException {
        if (!waiting.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        Frame frame = frames.poll();
        if (frame != null) {
            bytes.addAndGet(-frame.bytes().length);
        }
        return frame;
    }

    /** From either side: the one has no more to give or the other no longer wants it. */
    void close() {
        closed = true;
        waiting.release();
    }

    boolean isClosed() {
        return closed;
    }
}
