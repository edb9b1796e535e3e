package dev.isograd.worker;

import dev.isograd.ShortText;
import dev.isograd.jobs.AttemptId;
import dev.isograd.logs.LogLine;
import dev.isograd.logs.LogStream;
import dev.isograd.logs.LogWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Everything an attempt prints, kept in order until the supervising thread writes it to the log.
 *
 * <p>A child never waits for the log, because the database may be slow. Lines over the rate limit, or over the size of
 * the queue, are dropped and counted.
 */
final class ChildOutput {

    /** What the children print, for operators who collect it from the worker's log; level debug. */
    private static final Logger OUTPUT = LoggerFactory.getLogger("dev.isograd.output");

    /** Warnings of libtorch about its own code, which tell the reader of a log nothing about the training. */
    private static final Pattern LIBRARY_NOISE =
            Pattern.compile("Could not initialize NNPACK|AutoNonVariableTypeMode is deprecated");

    private static final int MAX_WAITING_LINES = 20_000;
    private static final int MAX_LINE_CHARACTERS = 8_192;

    private static final long CHARACTERS_PER_SECOND = 1L << 20;
    private static final int LINE_OVERHEAD = 100;

    private final AttemptId attempt;
    private final LogWriter log;
    private final WriteQueue writes;
    private final InstantSource clock;
    private final BlockingQueue<LogLine> waiting = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private final LogRateLimiter limiter = new LogRateLimiter(CHARACTERS_PER_SECOND, System.nanoTime());
    private final List<Thread> readers = new ArrayList<>();

    ChildOutput(AttemptId attempt, LogWriter log, WriteQueue writes, InstantSource clock) {
        this.attempt = attempt;
        this.log = log;
        this.writes = writes;
        this.clock = clock;
    }

    void follow(Process child) {
        readers.add(read(child.getInputStream(), LogStream.STDOUT));
        readers.add(read(child.getErrorStream(), LogStream.STDERR));
    }

    private Thread read(InputStream stream, LogStream name) {
        Map<String, String> marks = MDC.getCopyOfContextMap();
        return Thread.ofVirtual().name(attempt.job() + " " + name).start(() -> {
            MDC.setContextMap(marks == null ? Map.of() : marks);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                StringBuilder line = new StringBuilder();
                for (int next = lines.read(); next >= 0; next = lines.read()) {
                    if (next != '\n') {
                        line.append((char) next);
                    }
                    // The second half of a character may make a line one longer than the maximum.
                    boolean isFull = line.length() >= MAX_LINE_CHARACTERS && !Character.isHighSurrogate((char) next);
                    if (next == '\n' || isFull) {
                        put(name, line);
                    }
                }
                if (!line.isEmpty()) {
                    put(name, line);
                }
            } catch (IOException killed) {
                system("The %s of the training process could not be read to its end: %s"
                        .formatted(name, killed.getMessage()));
            }
        });
    }

    private void put(LogStream stream, StringBuilder line) {
        put(stream, line.toString());
        line.setLength(0);
    }

    /** Adds a line of the child. */
    void put(LogStream stream, String given) {
        String line = given.length() > MAX_LINE_CHARACTERS ? ShortText.of(given, MAX_LINE_CHARACTERS) : given;
        // Every line takes a database row, however short it is.
        if (!isNoise(stream, line)
                && limiter.allows(LINE_OVERHEAD + line.length(), System.nanoTime())
                && !waiting.offer(new LogLine(stream, clock.instant(), line.stripTrailing()))) {
            limiter.countDropped();
        }
        OUTPUT.debug("{}", line);
    }

    static boolean isNoise(LogStream stream, String line) {
        return stream == LogStream.STDERR && LIBRARY_NOISE.matcher(line).find();
    }

    /** Adds a line of the supervisor to the log. */
    void system(String line) {
        system(List.of(line));
    }

    /** Adds lines of the supervisor to the log. */
    void system(List<String> lines) {
        flush();
        append(lines.stream().map(this::systemLine).toList());
    }

    private LogLine systemLine(String line) {
        return new LogLine(LogStream.SYSTEM, clock.instant(), line);
    }

    private void append(List<LogLine> lines) {
        writes.add(() -> log.append(attempt, lines));
    }

    void flush() {
        List<LogLine> lines = new ArrayList<>();
        for (waiting.drainTo(lines); !lines.isEmpty(); waiting.drainTo(lines)) {
            append(List.copyOf(lines));
            lines.clear();
        }
        long dropped = limiter.takeDropped();
        if (dropped > 0) {
            append(List.of(systemLine("… %,d lines dropped: the log takes at most %,d KiB per second"
                    .formatted(dropped, CHARACTERS_PER_SECOND / 1024))));
        }
    }

    /** Waits for the last lines of a process that has ended. */
    void drain() throws InterruptedException {
        for (Thread reader : readers) {
            while (!reader.join(Duration.ofMillis(20))) {
                flush();
            }
        }
        flush();
    }
}
