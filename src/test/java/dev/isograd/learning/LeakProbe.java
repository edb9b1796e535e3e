package dev.isograd.learning;

import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A separate process that trains 500 steps with each rule and prints live arrays and resident memory meanwhile. */
public final class LeakProbe implements ProgressListener {

    private static final LabelledImages IMAGES = Synthetic.images(70, 1, 12, 3);

    /** The only network that all rules accept. */
    private static final Map<String, ?> CHANGES = Map.of(
            "epochs",
            125,
            "network",
            Map.of("type", "vgg", "width", 4),
            "split",
            Map.of("modules", 3),
            "head",
            Map.of("type", "linear"));

    private final String rule;
    private final List<TrainingLoop> loop = new ArrayList<>();

    private LeakProbe(String rule) {
        this.rule = rule;
    }

    public static void main(String[] rules) {
        for (String rule : rules) {
            new LeakProbe(rule).train();
        }
    }

    private void train() {
        TrainingSpec spec = Synthetic.spec(Map.of("type", rule), CHANGES);
        try (TrainingLoop training = new TrainingLoop(spec, IMAGES, IMAGES, this)) {
            loop.add(training);
            training.run();
        }
    }

    @Override
    public void started(TrainingOutline outline) {}

    @Override
    public void stepEnded(int epoch, long step) {
        if (step == 1 || step % 50 == 0) {
            System.out.printf("probe %s %d %d %d%n", rule, step, loop.getFirst().liveArrays(), residentKibibytes());
        }
    }

    @Override
    public void metric(Metric metric) {}

    @Override
    public void epochEnded(int epoch) {}

    private static long residentKibibytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
