package dev.isograd.learning.memory;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training step has to do, from shapes alone.
 *
 * @param bytes that it keeps for backward passes: most operations read or write each of them
 * @param products of numbers in its convolutions, and as many as take the time of its products of matrices
 * @param parameters that it updates, whatever the batch
 * @param arrays of parameters, as a measure of how many operations it has, however small they are
 */
public record StepWork(double bytes, double products, double parameters, double arrays) {

    private static final double BYTES_PER_PARAMETER = 6;
    private static final double BYTES_PER_ARRAY = 48_000;

    /** A forward pass, and about twice as much for the gradients. */
    private static final double PASSES_PER_STEP = 3;

    /**
     * Returns the work of a step.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static StepWork of(TrainingSpec spec, double batch, int channels, int height, int width, int classes) {
        return NetworkShapes.of(spec, channels, height, width, classes).step(batch);
    }

    /** Returns the work of each module in a step of one image by a rule. */
    static List<StepWork> ofImage(LocalNetwork network, FeatureShape images, RuleSpec rule) {
        return ofImage(network, images, hasHeads(rule), rule instanceof RuleSpec.Sgr);
    }

    /** Returns the work of each module if nothing is reconciled: an evaluation does a part of it. */
    static List<StepWork> ofEvaluatedImage(LocalNetwork network, FeatureShape images, RuleSpec rule) {
        return ofImage(network, images, hasHeads(rule), false);
    }

    private static boolean hasHeads(RuleSpec rule) {
        return !(rule instanceof RuleSpec.Backprop || rule instanceof RuleSpec.CheckpointedBackprop);
    }

    private static List<StepWork> ofImage(
            LocalNetwork network, FeatureShape images, boolean heads, boolean reconciled) {
        List<StepWork> all = new ArrayList<>();
        Traced x = Traced.of(images);
        for (LocalModule module : network.modules()) {
            SavedTensors saved = new SavedTensors();
            x = module.body().trace(Traced.of(x.shape()), saved);
            boolean head = heads || module == network.last();
            if (head) {
                module.head().trace(x, saved);
            }
            // Reconciliation goes through the module once more.
            int times = reconciled && module.number() > 1 ? 2 : 1;
            List<Parameter> parameters =
                    head ? module.parameters() : module.body().parameters();
            all.add(new StepWork(
                    times * (double) saved.bytes(),
                    times * (double) saved.products(),
                    parameters.stream()
                            .mapToDouble(parameter -> parameter.array().size())
                            .sum(),
                    (double) times * parameters.size()));
        }
        return all;
    }

    /** The work of a step of so many times as many images. */
    StepWork times(double images) {
        return new StepWork(images * bytes, images * products, parameters, arrays);
    }

    /** The time of the step in a unit without meaning; only ratios of two trainings on one device have one. */
    public double cost() {
        return bytes
                + products / SavedTensors.PRODUCTS_PER_BYTE
                + BYTES_PER_PARAMETER * parameters
                + BYTES_PER_ARRAY * arrays;
    }

    /** The cost of a forward pass, in the same unit. */
    double evaluation() {
        return (bytes + products / SavedTensors.PRODUCTS_PER_BYTE) / PASSES_PER_STEP;
    }

    /** The work of all of them. */
    static StepWork sum(List<StepWork> works) {
        return works.stream().reduce(new StepWork(0, 0, 0, 0), StepWork::plus);
    }

    private StepWork plus(StepWork other) {
        return new StepWork(
                bytes + other.bytes, products + other.products, parameters + other.parameters, arrays + other.arrays);
    }
}
