package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.MappedDataset;
import dev.isograd.trainer.ProcessMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures how much slower a training is on a large data set, which streams from disk, than on a small one.
 *
 * <p>Both trainings run in this process and take the steps of a round in turn.
 */
@SuppressWarnings("SystemOut")
public final class DataBench {

    private static final long SMALL_BYTES = 64L << 20;

    private final int rounds;
    private final int steps;
    private final PrintStream out;

    private DataBench(int rounds, int steps, PrintStream out) {
        this.rounds = rounds;
        this.steps = steps;
        this.out = out;
    }

    /** @param arguments an empty folder for both sets, the size of the large one in MiB, the network as JSON, rounds, steps */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        if (arguments.length != 5) {
            throw new IllegalArgumentException("usage: bench/data FOLDER MIB NETWORK ROUNDS STEPS");
        }
        Path folder = Path.of(arguments[0]);
        DataBench bench = new DataBench(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), System.out);
        Path small = NoiseDataset.write(Files.createDirectories(folder.resolve("small")), SMALL_BYTES);
        Path large = NoiseDataset.write(
                Files.createDirectories(folder.resolve("large")), Long.parseLong(arguments[1]) << 20);
        bench.run(spec(arguments[2]), small, large);
        Runtime.getRuntime().halt(0);
    }

    private static TrainingSpec spec(String network) {
        return Specs.read("""
                {"dataset": "noise", "network": %s, "rule": {"type": "backprop"}, "epochs": 1000, "batchSize": 128,
                 "augmentation": {"flip": true, "cropPadding": 4}, "insight": {"every": 0}}""".formatted(network));
    }

    private void run(TrainingSpec spec, Path small, Path large) throws IOException {
        try (TrainingLoop fits = loop(spec, small);
                TrainingLoop streams = loop(spec, large)) {
            ProcessMemory.resetPeak();
            nanos(fits);
            nanos(streams);
            List<Long> ofSmall = new ArrayList<>();
            List<Long> ofLarge = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                ofSmall.add(nanos(fits));
                ofLarge.add(nanos(streams));
            }
            out.printf(
                    "%s, %d rounds of %d steps: images per second of the large set, as a ratio to the small one: %s%n",
                    spec.network(), rounds, steps, Ratio.of(ofSmall, ofLarge));
            out.printf(
                    "small set: %d MiB; large set: %d MiB; peak memory of the process: %d MiB%n",
                    bytes(small) >> 20,
                    bytes(large) >> 20,
                    ProcessMemory.peakBytes().orElse(0) >> 20);
        }
    }

    private static long bytes(Path folder) throws IOException {
        return Files.size(folder.resolve("train-images.u8"));
    }

    private static TrainingLoop loop(TrainingSpec spec, Path folder) {
        MappedDataset data = new MappedDataset(folder);
        LabelledImages train = data.split("train");
        return new TrainingLoop(spec, train, data.split("test"), new NoProgress());
    }

    private long nanos(TrainingLoop loop) {
        long end = loop.stepsDone() + steps;
        long start = System.nanoTime();
        loop.run(running -> running.stepsDone() < end);
        return System.nanoTime() - start;
    }
}
