package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.MemoryMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that trains some steps on random images of 3x32x32 and prints the measured and the estimated memory as one
 * line of JSON.
 *
 * <p>Start it with the environment of {@code MemoryAllocator} and the options of {@code JavaHeap}, as a training starts.
 */
public final class MemoryProbe implements ProgressListener {

    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final int CLASSES = 10;

    private final MemoryMeter meter;

    private MemoryProbe(MemoryMeter meter) {
        this.meter = meter;
    }

    /** @param arguments a spec as JSON, whose batch size and epochs are ignored; the batch size; the number of steps */
    public static void main(String[] arguments) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        Map<String, Object> tree = json.readValue(arguments[0], new TypeReference<LinkedHashMap<String, Object>>() {});
        int batchSize = Integer.parseInt(arguments[1]);
        int steps = Integer.parseInt(arguments[2]);
        warmUp(tree);
        System.out.println(json.writeValueAsString(measured(spec(tree, batchSize, steps), steps)));
    }

    /** Takes one small step, so that code, kernels and library pages are loaded before the measurement. */
    private static void warmUp(Map<String, Object> tree) throws IOException {
        Map<String, Object> small = new LinkedHashMap<>(tree);
        small.put("network", Map.of("type", "resnet", "depth", 20, "width", 16));
        small.put("split", Map.of("modules", 2));
        measured(spec(small, 4, 2), 2);
    }

    private static TrainingSpec spec(Map<String, Object> tree, int batchSize, int steps) {
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        changed.put("batchSize", batchSize);
        changed.put("epochs", steps);
        return SpecReader.read(changed);
    }

    private static Map<String, Object> measured(TrainingSpec spec, int steps) throws IOException {
        // An epoch has one batch and is therefore one step; two test images suffice for the evaluation at its end.
        LabelledImages train = images(spec.batchSize());
        MemoryEstimate.Bytes estimate = MemoryEstimate.of(spec, train).rule();
        MemoryEstimate.Bytes backprop = MemoryEstimate.of(spec, train).backprop();
        MemoryMeter meter = MemoryMeter.start(spec.device());
        try (TrainingLoop loop = new TrainingLoop(spec, train, images(2), new MemoryProbe(meter))) {
            loop.run();
        }
        long added = meter.addedBytes().orElseThrow();
        long activations = added - estimate.weights() - estimate.optimizer();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("batchSize", spec.batchSize());
        line.put("steps", steps);
        line.put("measuredBytes", added);
        line.put("estimatedBytes", estimate.total());
        line.put("measuredActivations", activations);
        line.put("estimatedActivations", estimate.peakActivations());
        line.put("estimatedGradients", estimate.gradients());
        line.put("estimatedWorking", estimate.working());
        line.put("measuredOverEstimated", (double) added / estimate.total());
        line.put("estimatedShareOfBackprop", (double) estimate.peakActivations() / backprop.peakActivations());
        return line;
    }

    @Override
    public void started(TrainingOutline outline) {}

    @Override
    public void stepEnded(int epoch, long step) {
        meter.sample();
    }

    @Override
    public void metric(Metric metric) {}

    @Override
    public void epochEnded(int epoch) {
        meter.sample();
    }

    private static LabelledImages images(int count) {
        RandomStream random = RandomStream.named(1, "probe");
        ByteBuffer images = ByteBuffer.allocateDirect(count * CHANNELS * SIDE * SIDE);
        while (images.hasRemaining()) {
            images.put((byte) random.nextInt(256));
        }
        IntBuffer labels = IntBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            labels.put(i, i % CLASSES);
        }
        return new LabelledImages(images.flip(), labels, count, CHANNELS, SIDE, SIDE, CLASSES);
    }
}
