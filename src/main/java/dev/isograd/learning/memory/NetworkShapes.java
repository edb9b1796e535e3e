package dev.isograd.learning.memory;

import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Split;
import dev.isograd.learning.spec.HeadSpec;
import dev.isograd.learning.spec.NetworkSpec;
import dev.isograd.learning.spec.ParallelSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SplitSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shapes of a network that is cut into local modules, from which the estimates of all its trainings follow. To trace a deep
 * network takes milliseconds; to estimate for another batch size or optimizer then takes none.
 */
public final class NetworkShapes {

    private final List<ModuleMemory> modules;
    private final List<ModuleWeights> weights;
    private final List<List<String>> blocks;
    private final OneGraph backprop;
    private final OneGraph supervised;
    private final Split lanes;
    private final List<StepWork> works;
    private final StepWork work;
    private final StepWork evaluated;

    private NetworkShapes(LocalNetwork network, FeatureShape images, Split lanes, RuleSpec rule) {
        this.modules = ModuleMemory.of(network, images);
        this.weights = network.modules().stream().map(ModuleWeights::of).toList();
        this.blocks = network.modules().stream().map(LocalModule::blockNames).toList();
        this.backprop = OneGraph.of(ModuleMemory.whole(network, images, false));
        this.supervised = OneGraph.of(ModuleMemory.whole(network, images, true));
        this.lanes = lanes;
        this.works = StepWork.ofImage(network, images, rule);
        this.work = StepWork.sum(works);
        this.evaluated = StepWork.sum(StepWork.ofEvaluatedImage(network, images, rule));
    }

    /**
     * What of a training decides its shapes.
     *
     * @param bfloat16 whether products have copies in bfloat16
     */
    public record Key(
            NetworkSpec network,
            SplitSpec split,
            HeadSpec head,
            RuleSpec rule,
            ParallelSpec parallel,
            boolean bfloat16,
            FeatureShape images,
            int classes) {

        public static Key of(TrainingSpec spec, int channels, int height, int width, int classes) {
            return new Key(
                    spec.network(),
                    spec.split(),
                    spec.head(),
                    spec.rule(),
                    spec.parallel(),
                    spec.precision() == TrainingSpec.Precision.BF16,
                    new FeatureShape(channels, height, width),
                    classes);
        }
    }

    /** Bytes for each image of a pass through the whole network as one graph. */
    record OneGraph(long kept, long peak) {

        private static OneGraph of(SavedTensors saved) {
            return new OneGraph(saved.bytes(), saved.peakBytes());
        }
    }

    /** @throws IllegalArgumentException if the images do not fit the network */
    public static NetworkShapes of(TrainingSpec spec, int channels, int height, int width, int classes) {
        FeatureShape images = new FeatureShape(channels, height, width);
        NetworkSetup setup = new NetworkSetup(spec, images, classes);
        LocalNetwork network = setup.network(
                setup.split(), owner -> Initializer.shapesOnly(owner, spec.precision() == TrainingSpec.Precision.BF16));
        return new NetworkShapes(network, images, setup.lanes(), spec.rule());
    }

    /** The memory of a training with these shapes. */
    public MemoryEstimate memory(TrainingSpec spec) {
        return memory(spec, spec.batchSize());
    }

    MemoryEstimate memory(TrainingSpec spec, int batchSize) {
        MemoryByRule memory = new MemoryByRule(spec, this, batchSize);
        MemoryEstimate.Bytes rule = memory.ofRule();
        return new MemoryEstimate(
                rule, memory.ofBackprop(), memory.weightsOf(rule.activations().size()));
    }

    /**
     * The work of a step.
     *
     * @param batch images of the step; the mean where the last step of an epoch has fewer
     */
    public StepWork step(double batch) {
        return work.times(batch);
    }

    /** The cost of a forward pass of so many images, all heads included, in the unit of {@link StepWork#cost}. */
    public double evaluation(double images) {
        return evaluated.times(images).evaluation();
    }

    /**
     * A local module.
     *
     * @param blocks their names, as the names of its parameters begin with them
     * @param costShare its part of the {@link StepWork#cost} of a step, 0 to 1
     */
    public record ModuleShape(List<String> blocks, double costShare) {

        public ModuleShape {
            blocks = List.copyOf(blocks);
        }

        /** All modules as one, for a rule that runs the whole network as one graph. */
        public static ModuleShape merged(List<ModuleShape> modules) {
            return new ModuleShape(
                    modules.stream().flatMap(module -> module.blocks().stream()).toList(), 1);
        }
    }

    /** The local modules, first module first, in a step of so many images. */
    public List<ModuleShape> modules(double batch) {
        double all = step(batch).cost();
        return IntStream.range(0, blocks.size())
                .mapToObj(i ->
                        new ModuleShape(blocks.get(i), works.get(i).times(batch).cost() / all))
                .toList();
    }

    List<ModuleMemory> modules() {
        return modules;
    }

    OneGraph backprop() {
        return backprop;
    }

    OneGraph supervised() {
        return supervised;
    }

    Split lanes() {
        return lanes;
    }

    /** The parameters of each module, first module first. */
    List<ModuleWeights> weights() {
        return weights;
    }

    /** The parameters of each module of a rule without auxiliary heads. */
    List<ModuleWeights> finalWeights() {
        List<ModuleWeights> last =
                new ArrayList<>(weights.stream().map(ModuleWeights::withoutHead).toList());
        last.set(last.size() - 1, weights.getLast());
        return last;
    }
}
