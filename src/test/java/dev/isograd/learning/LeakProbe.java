package dev.isograd.learning;

import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that trains 500 steps by a rule and prints live arrays and resident memory as it goes. */
public final class LeakProbe implements ProgressListener {

    private final List<TrainingLoop> loop = new ArrayList<>();

    private LeakProbe() {}

    public static void main(String[] arguments) {
        Map<String, ?> network = arguments[0].equals("sgr-bp-free")
                ? Map.of("type", "vgg", "width", 2)
                : Map.of("type", "resnet", "depth", 8, "width", 2);
        Map<String, ?> changes = Map.of("epochs", 125, "network", network);
        TrainingSpec spec = Synthetic.spec(Map.of("type", arguments[0]), changes);
        LabelledImages images = Synthetic.images(70, 1, 12, 3);
        LeakProbe probe = new LeakProbe();
        try (TrainingLoop loop = new TrainingLoop(spec, images, images, probe, () -> false)) {
            probe.loop.add(loop);
            loop.run();
        }
    }

    @Override
    public void started(TrainingOutline outline) {}

    @Override
    public void stepEnded(int epoch, long step) {
        if (step == 1 || step % 50 == 0) {
            System.out.printf("probe %d %d %d%n", step, loop.getFirst().liveArrays(), residentKibibytes());
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
