package dev.isograd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One row's process and the times of its steps.
 *
 * <p>The process says {@code ready} and its name, then answers {@code step} with nanoseconds and {@code peak} with bytes,
 * -1 where it cannot know them.
 */
final class Contender implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final String label;
    private final List<Long> rounds = new ArrayList<>();

    private Contender(String label, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // What is set here could make one process faster than another.
        builder.environment().keySet().removeIf(name -> name.matches("(OMP|GOMP|MALLOC|GLIBC)_.*"));
        builder.environment().putAll(environment);
        this.process = builder.start();
        this.answers = process.inputReader();
        this.orders = process.outputWriter();
        String ready = answers.readLine();
        if (ready == null || !ready.startsWith("ready")) {
            close();
            throw new IOException("Could not start \"%s\"; it said: %s".formatted(label, ready));
        }
        this.label = label + ready.substring("ready".length());
    }

    static Contender ofRow(Row row, BenchOptions options, int steps) throws IOException {
        return new Contender(row.label(), BenchProgram.ofRow(row, options, steps), BenchProgram.environment(options));
    }

    /** @param asOurs whether it allocates memory as our own processes do */
    static Contender ofPeer(BenchOptions options, boolean asOurs) throws IOException {
        return new Contender(
                asOurs ? "python, MALLOC_… as ours," : "python,",
                BenchProgram.ofPeer(options),
                BenchProgram.peerEnvironment(options, asOurs));
    }

    String label() {
        return label;
    }

    void startRound() {
        rounds.add(0L);
    }

    void step() throws IOException {
        rounds.set(rounds.size() - 1, rounds.getLast() + ask("step"));
    }

    void forgetTimes() {
        rounds.clear();
    }

    /** Nanoseconds of all steps of each round. */
    List<Long> rounds() {
        return List.copyOf(rounds);
    }

    /** What the steps needed at most, beyond what the process had before its training began. */
    OptionalLong peakBytes() throws IOException {
        long bytes = ask("peak");
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private long ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("\"%s\" ended early".formatted(label));
        }
        return Long.parseLong(answer);
    }

    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            process.destroy();
        }
    }
}
