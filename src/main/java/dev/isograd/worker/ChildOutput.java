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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Everything an attempt prints, kept in order until the supervising thread writes it to the log.
 *
 * <p>The queue is bounded: a child that prints faster than the log takes it has to wait.
 */
final class ChildOutput {

    private static final int MAX_WAITING_LINES = 2_000;
    private static final int MAX_LINE_CHARACTERS = 8_192;

    private static final int MAX_CRASH_REPORT_BYTES = 64 * 1024;

    private final AttemptId attempt;
    private final LogWriter log;
    private final InstantSource clock;
    private final BlockingQueue<LogLine> waiting = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private final List<Thread> readers = new ArrayList<>();

    ChildOutput(AttemptId attempt, LogWriter log, InstantSource clock) {
        this.attempt = attempt;
        this.log = log;
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
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void put(LogStream stream, StringBuilder line) throws InterruptedException {
        waiting.put(new LogLine(stream, clock.instant(), line.toString().stripTrailing()));
        line.setLength(0);
    }

    /** Adds a line of the supervisor's own. */
    void system(String text) {
        flush();
        log.append(attempt, List.of(new LogLine(LogStream.SYSTEM, clock.instant(), text)));
    }

    void flush() {
        List<LogLine> lines = new ArrayList<>();
        for (waiting.drainTo(lines); !lines.isEmpty(); waiting.drainTo(lines)) {
            log.append(attempt, List.copyOf(lines));
            lines.clear();
        }
    }

    /** Adds the end of the JVM's crash report, if the child left one. */
    void crashReport(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        byte[] report = Files.readAllBytes(file);
        int from = Math.max(0, report.length - MAX_CRASH_REPORT_BYTES);
        flush();
        log.append(
                attempt,
                new String(report, from, report.length - from, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> new LogLine(LogStream.SYSTEM, clock.instant(), line))
                        .toList());
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
