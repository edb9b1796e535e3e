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
 * A compared process and the times of its steps.
 *
 * <p>The process first prints {@code ready} and its name. It then answers {@code step n} with the nanoseconds of n
 * steps, {@code module l} with those of one module, and {@code peak} with the bytes of its peak memory, or -1 if they are unknown.
 */
final class Contender implements AutoCloseable {

    private final Process process;
    private final BufferedReader responses;
    private final Writer commands;
    private final String label;
    private final OptionalLong estimate;
    private final List<Long> rounds = new ArrayList<>();

    private Contender(String label, OptionalLong estimate, List<String> command, Map<String, String> environment)
            throws IOException {
        this.estimate = estimate;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Inherited settings could make one process faster than another.
        builder.environment().keySet().removeIf(name -> name.matches("(OMP|GOMP|MALLOC|MIMALLOC|GLIBC)_.*|LD_PRELOAD"));
        builder.environment().putAll(environment);
        this.process = builder.start();
        this.responses = process.inputReader();
        this.commands = process.outputWriter();
        String ready = responses.readLine();
        if (ready == null || !ready.startsWith("ready")) {
            close();
            throw new IOException("Cannot start \"%s\"; it printed: %s".formatted(label, ready));
        }
        this.label = label + ready.substring("ready".length());
    }

    static Contender ofRow(Row row, BenchOptions options, int steps) throws IOException {
        return new Contender(
                row.label(),
                OptionalLong.of(row.estimatedBytes(options.shape())),
                BenchProgram.ofRow(row, options, steps),
                BenchProgram.environment(options));
    }

    /** @param asOurs whether to use the allocator settings of our own processes */
    static Contender ofPeer(BenchOptions options, boolean asOurs) throws IOException {
        return new Contender(
                asOurs ? "python, allocator as ours," : "python,",
                OptionalLong.empty(),
                BenchProgram.ofPeer(options),
                BenchProgram.peerEnvironment(options, asOurs));
    }

    String label() {
        return label;
    }

    /** The bytes that the service would expect before the training; empty for PyTorch. */
    OptionalLong estimatedBytes() {
        return estimate;
    }

    void startRound() {
        rounds.add(0L);
    }

    void takeSteps(int count) throws IOException {
        rounds.set(rounds.size() - 1, rounds.getLast() + request("step " + count));
    }

    /** Returns the nanoseconds of a module's part of all steps since the last call. */
    long moduleNanos(int module) throws IOException {
        return request("module " + module);
    }

    void forgetTimes() {
        rounds.clear();
    }

    /** Returns the total time of each round's steps in nanoseconds. */
    List<Long> rounds() {
        return List.copyOf(rounds);
    }

    /** Returns the peak memory of the steps, beyond the memory that the process held before its training. */
    OptionalLong peakBytes() throws IOException {
        long bytes = request("peak");
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private long request(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String response = responses.readLine();
        if (response == null) {
            throw new IOException("\"%s\" ended early".formatted(label));
        }
        return Long.parseLong(response);
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            process.destroy();
        }
    }
}
