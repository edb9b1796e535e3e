package dev.isograd.worker;

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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Everything an attempt prints, kept in order until the supervising thread writes it to the log.
 *
 * <p>A child never waits for the log, which may be the database's turn to be slow: what would flood it, or finds no room,
 * is dropped and counted.
 */
final class ChildOutput {

    private static final int MAX_WAITING_LINES = 20_000;
    private static final int MAX_LINE_CHARACTERS = 8_192;

    private static final long CHARACTERS_PER_SECOND = 1L << 20;
    private static final int LINE_OVERHEAD = 100;

    private final AttemptId attempt;
    private final LogWriter log;
    private final WriteQueue writes;
    private final InstantSource clock;
    private final BlockingQueue<LogLine> waiting = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private final LogRateLimiter gate = new LogRateLimiter(CHARACTERS_PER_SECOND, System.nanoTime());
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
        return Thread.ofVirtual().name(attempt.job() + " " + name).start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                StringBuilder line = new StringBuilder();
                for (int next = lines.read(); next >= 0; next = lines.read()) {
                    if (next != '\n') {
                        line.append((char) next);
                    }
                    if (next == '\n' || line.length() == MAX_LINE_CHARACTERS) {
                        put(name, line);
                    }
                }
                if (!line.isEmpty()) {
                    put(name, line);
                }
            } catch (IOException killed) {
                system("The %s of the training process broke off: %s".formatted(name, killed.getMessage()));
            }
        });
    }

    private void put(LogStream stream, StringBuilder line) {
        // Each line costs a row, however short it is.
        if (gate.lets(LINE_OVERHEAD + line.length(), System.nanoTime())
                && !waiting.offer(
                        new LogLine(stream, clock.instant(), line.toString().stripTrailing()))) {
            gate.countDropped();
        }
        line.setLength(0);
    }

    /** Adds a line of the supervisor's own. */
    void system(String line) {
        system(List.of(line));
    }

    /** Adds many lines of the supervisor's own. */
    void system(List<String> lines) {
        flush();
        append(lines.stream().map(this::own).toList());
    }

    private LogLine own(String line) {
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
        long dropped = gate.takeDropped();
        if (dropped > 0) {
            append(List.of(own("… %,d lines dropped: more than the log takes, which is %,d KiB a second"
                    .formatted(dropped, CHARACTERS_PER_SECOND / 1024))));
        }
    }

    /** Call after the process has ended: its last lines may still be on their way. */
    void drain() throws InterruptedException {
        for (Thread reader : readers) {
            while (!reader.join(Duration.ofMillis(20))) {
                flush();
            }
        }
        flush();
    }
}
