package dev.isograd.learning;

import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.spec.SpecCatalog;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small synthetic images, specs and listeners for tests. */
public final class Synthetic {

    private Synthetic() {}

    /** Classes differ in the bright region of the image; noise makes all images different. */
    public static LabelledImages images(int count, int channels, int side, int classes) {
        RandomStream random = RandomStream.named(7, "synthetic" + count);
        ByteBuffer images = ByteBuffer.allocateDirect(count * channels * side * side);
        IntBuffer labels = IntBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            int label = i % classes;
            labels.put(i, label);
            for (int pixel = 0; pixel < channels * side * side; pixel++) {
                int bright = pixel / side % side * classes / side == label ? 120 : 20;
                images.put((byte) (bright + random.nextInt(100)));
            }
        }
        return new LabelledImages(images.flip(), labels, count, channels, side, side, classes);
    }

    /** A spec of a small ResNet in 4 local modules; the given fields replace its fields. */
    public static TrainingSpec spec(Map<String, ?> rule, Map<String, ?> changes) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("dataset", "synthetic");
        tree.put("network", Map.of("type", "resnet", "depth", 8, "width", 4));
        tree.put("rule", rule);
        tree.put("epochs", 2);
        tree.put("batchSize", 16);
        tree.put("dropLast", true);
        tree.put("device", "cpu");
        tree.putAll(changes);
        return SpecReader.read(tree);
    }

    public static Map<String, ?> backprop() {
        return Map.of("type", "backprop");
    }

    public static Map<String, ?> greedy() {
        return Map.of("type", "greedy");
    }

    public static Map<String, ?> sgr(String distance, double weight) {
        return Map.of("type", "sgr", "distance", distance, "weight", weight, "ramp", 0);
    }

    /** The types of all rules. */
    public static List<String> rules() {
        return ((List<?>) Objects.requireNonNull(SpecCatalog.describe().get("rules")))
                .stream()
                        .map(rule -> String.valueOf(((Map<?, ?>) rule).get("type")))
                        .toList();
    }

    /** Records everything it receives. */
    static class Recorder implements ProgressListener {

        final List<Metric> metrics = new ArrayList<>();
        final List<String> events = new ArrayList<>();

        @Override
        public void started(TrainingOutline outline) {
            events.add("started " + outline);
        }

        @Override
        public void stepEnded(int epoch, long step) {
            events.add("step %d/%d".formatted(epoch, step));
        }

        @Override
        public void windowReopened(long step) {
            events.add("window reopened at " + step);
        }

        @Override
        public void metric(Metric metric) {
            metrics.add(metric);
        }

        @Override
        public void epochEnded(int epoch) {
            events.add("epoch " + epoch);
        }

        List<Double> values(String name) {
            return metrics.stream()
                    .filter(metric -> metric.name().equals(name))
                    .map(Metric::value)
                    .toList();
        }
    }
}
