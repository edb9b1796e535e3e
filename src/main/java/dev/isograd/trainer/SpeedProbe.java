package dev.isograd.trainer;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.memory.StepWork;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * A program that measures how fast the device trains: it takes a few steps of a small network by each rule that it is asked for,
 * and prints the seconds for a cost of one of {@link StepWork}.
 */
public final class SpeedProbe {

    /** Begins the lines of the answer; libraries may write other lines. */
    public static final String ANSWER = "speed";

    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    private static final int BATCH = 96;

    /** The first steps load kernels and code, which also takes other threads a while. */
    private static final int FEWEST_WARM_UP_STEPS = 2;

    private static final double WARM_UP_SECONDS = 0.4;
    private static final int FEWEST_STEPS = 5;
    private static final int MOST_STEPS = 5000;

    /** Time for the measured steps of one network by one rule. On a shared machine, the speed of windows of 2 s differs by 25 %. */
    private static final double SECONDS = 5;

    /** Those that are used most come first. */
    private static final List<String> NETWORKS = List.of("resnet", "mlp", "vgg", "vit", "resnet-bottleneck");

    /** Networks with one weight layer for each block, which a rule without back-propagation needs. */
    private static final List<String> PLAIN = List.of("mlp", "vgg");

    private static final List<String> RULES = List.of(
            "backprop",
            "sgr",
            "greedy",
            "checkpointed-backprop",
            "overlap",
            "staggered",
            "predsim",
            "pgl",
            "blockwise",
            "deep-supervision",
            "sgr-bp-free");

    private SpeedProbe() {}

    /** What can be measured, as arguments of the program. */
    public static List<String> pairs() {
        return RULES.stream()
                .flatMap(rule -> NETWORKS.stream()
                        .filter(network -> !rule.equals("sgr-bp-free") || PLAIN.contains(network))
                        .map(network -> network + "/" + rule))
                .toList();
    }

    /** @param wanted types of network and rule, such as {@code resnet/sgr} */
    public static void main(String[] wanted) {
        Locale.setDefault(Locale.ROOT);
        LabelledImages train = images(BATCH);
        LabelledImages test = images(2);
        for (String pair : wanted) {
            String[] types = pair.split("/", 2);
            try {
                double seconds = secondsPerCost(spec(types[0], types[1]), train, test);
                System.out.printf("%s %s %s %.6e%n", ANSWER, types[0], types[1], seconds);
                System.out.flush();
            } catch (RuntimeException failed) {
                // The others can still be measured.
                failed.printStackTrace();
            }
        }
        // Native threads may still run.
        Runtime.getRuntime().halt(0);
    }

    static double secondsPerCost(TrainingSpec spec, LabelledImages train, LabelledImages test) {
        Steps steps = new Steps();
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, steps)) {
            loop.run(_ -> steps.areTooFew());
        }
        StepWork work = StepWork.of(spec, spec.batchSize(), CHANNELS, SIDE, SIDE, CLASSES);
        return steps.typical() / work.cost();
    }

    static TrainingSpec spec(String network, String rule) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("dataset", "random");
        tree.put("network", small(network));
        tree.put("rule", Map.of("type", rule));
        tree.put("split", Map.of("modules", 3));
        tree.put("epochs", MOST_STEPS);
        tree.put("batchSize", BATCH);
        tree.put("device", SlotDevice.isGpu() ? "gpu" : "cpu");
        return SpecReader.read(tree);
    }

    /**
     * Steps of about 100 ms on a core with AVX-512. Arrays are large enough that they do not stay in a core's cache, and a network has
     * about as many small operations for its size as usual ones: by a ResNet-8 of width 16, deeper ones take a fifth more time.
     */
    private static Map<String, Object> small(String type) {
        return switch (type) {
            case "mlp" -> Map.of("type", type, "hidden", 3, "width", 512);
            case "vgg" -> Map.of("type", type, "depth", 8, "width", 12);
            case "resnet" -> Map.of("type", type, "depth", 14, "width", 8);
            case "resnet-bottleneck" -> Map.of("type", type, "depth", 50, "width", 6);
            case "vit" -> Map.of("type", type, "patch", 4, "depth", 3, "width", 72, "heads", 3);
            default -> throw new IllegalArgumentException("There is no small network of type " + type);
        };
    }

    /** One batch: each epoch is one step, and the evaluation after it does not count. */
    static LabelledImages images(int count) {
        byte[] pixels = new byte[count * CHANNELS * SIDE * SIDE];
        new SplittableRandom(1).nextBytes(pixels);
        ByteBuffer images = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        IntBuffer labels = IntBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            labels.put(i, i % CLASSES);
        }
        return new LabelledImages(images, labels, count, CHANNELS, SIDE, SIDE, CLASSES);
    }

    /** Times steps until enough are known. */
    private static final class Steps implements ProgressListener {

        private final double[] seconds = new double[MOST_STEPS];
        private final LongSupplier clock = SlotDevice.isGpu() ? System::nanoTime : Steps::processorNanos;
        private int count;
        private int warmUp;
        private double warmUpSeconds;
        private double measured;
        private long lastEnd = clock.getAsLong();

        /**
         * On a CPU, time in which another process has the processor does not count: the calibration holds for all later trainings, and
         * the other process may be gone by then. The thread that trains also takes part in what several threads compute.
         */
        private static long processorNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        boolean areTooFew() {
            return count - warmUp < FEWEST_STEPS || measured < SECONDS;
        }

        /** The mean without the shortest and the longest tenth: a step that the machine interrupts does not count. */
        double typical() {
            double[] sorted = Arrays.stream(seconds, warmUp, count).sorted().toArray();
            int tenth = sorted.length / 10;
            return Arrays.stream(sorted, tenth, sorted.length - tenth).average().orElseThrow();
        }

        @Override
        public void started(TrainingOutline outline) {
            lastEnd = clock.getAsLong();
        }

        @Override
        public void stepEnded(int epoch, long step) {
            seconds[count] = (clock.getAsLong() - lastEnd) / 1e9;
            if (warmUp < FEWEST_WARM_UP_STEPS || warmUpSeconds < WARM_UP_SECONDS) {
                warmUp++;
                warmUpSeconds += seconds[count];
            } else {
                measured += seconds[count];
            }
            count++;
        }

        @Override
        public void epochEnded(int epoch) {
            lastEnd = clock.getAsLong();
        }

        @Override
        public void metric(Metric metric) {}
    }
}
