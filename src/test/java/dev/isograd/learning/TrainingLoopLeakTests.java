package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TrainingLoopLeakTests {

    private static final int EARLY = 150;
    private static final int LATE = 500;

    @Test
    void holdsNoMoreArraysAndMemoryAfter500Steps() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux's process status");
        Map<String, ?> changes = Map.of("epochs", 125, "network", Map.of("type", "resnet", "depth", 8, "width", 2));
        TrainingSpec spec = Synthetic.spec(Synthetic.sgr("cos", 0.2), changes);
        LabelledImages train = Synthetic.images(70, 1, 12, 3);
        Gauge gauge = new Gauge();

        try (TrainingLoop loop = new TrainingLoop(spec, train, Synthetic.images(10, 1, 12, 3), gauge, () -> false)) {
            gauge.loop.add(loop);
            loop.run();
        }

        assertThat(gauge.arrays).hasSize(LATE).containsOnly(gauge.arrays.getFirst());
        // A step's graph is about a megabyte here: leaking it would show as some 350.
        assertThat(gauge.megabytes.getLast() - gauge.megabytes.getFirst())
                .as("megabytes gained over 350 steps")
                .isLessThan(35);
    }

    /** Counts live arrays at every step, and resident memory early and late. */
    private static final class Gauge implements ProgressListener {

        private final List<TrainingLoop> loop = new ArrayList<>();
        private final List<Integer> arrays = new ArrayList<>();
        private final List<Double> megabytes = new ArrayList<>();

        @Override
        public void started(TrainingOutline outline) {}

        @Override
        public void stepEnded(int epoch, long step) {
            arrays.add(loop.getFirst().liveArrays());
            if (step == EARLY || step == LATE) {
                // A full collection returns what the Java heap has grown by, and leaves libtorch's memory to compare.
                System.gc();
                megabytes.add(residentMegabytes());
            }
        }

        @Override
        public void metric(Metric metric) {}

        @Override
        public void epochEnded(int epoch) {}

        private static double residentMegabytes() {
            try (var lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("VmRSS"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                        .sum();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
