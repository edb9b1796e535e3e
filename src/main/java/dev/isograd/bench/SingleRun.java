package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.NonFiniteLoss;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.MappedDataset;
import dev.isograd.trainer.MemoryMeter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The process of one run of a recipe, which trains a network and prints the outcome as one line of JSON. */
@SuppressWarnings("SystemOut")
final class SingleRun {

    private SingleRun() {}

    /** @param arguments the spec as JSON, and the folder of the prepared data set */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        TrainingSpec spec = Specs.read(arguments[0]);
        Outcome outcome = train(spec, new MappedDataset(Path.of(arguments[1])));
        System.out.println(Specs.JSON.writeValueAsString(outcome));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static Outcome train(TrainingSpec spec, MappedDataset data) throws IOException {
        MemoryMeter memory = MemoryMeter.start(spec.device());
        Duration before = cpu();
        LateMeans late = new LateMeans();
        double activations = activations(spec, data.split("train"));
        try (TrainingLoop loop = new TrainingLoop(spec, data.split("train"), data.split("test"), late)) {
            TrainingOutcome trained = loop.run();
            memory.sample();
            return new Outcome(
                    Specs.tree(spec),
                    null,
                    trained.testAccuracy(),
                    trained.bestTestAccuracy(),
                    trained.moduleAccuracies(),
                    trained.boundaryCosines(),
                    loop.saveWeights(OutputStream.nullOutputStream()),
                    cpu().minus(before).toMillis() / 1000.0,
                    memory.addedBytes().orElse(0),
                    Map.of(
                            "djl", trained.platform().djlVersion(),
                            "libtorch", trained.platform().libtorchVersion(),
                            "device", trained.platform().device(),
                            "datasetDigest", data.digest()),
                    late.means(),
                    activations);
        } catch (NonFiniteLoss diverged) {
            return new Outcome(
                    Specs.tree(spec),
                    diverged.getMessage(),
                    0,
                    0,
                    List.of(),
                    List.of(),
                    "",
                    cpu().minus(before).toMillis() / 1000.0,
                    0,
                    Map.of("datasetDigest", data.digest()),
                    Map.of(),
                    activations);
        }
    }

    private static double activations(TrainingSpec spec, LabelledImages train) {
        MemoryEstimate estimate = MemoryEstimate.of(spec, train);
        return (double) estimate.rule().peakActivations() / estimate.backprop().peakActivations();
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
