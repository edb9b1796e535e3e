package dev.isograd.learning;

import dev.isograd.learning.heads.Conv1x1Head;
import dev.isograd.learning.heads.ConvHead;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.EtfHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.heads.NormalizedHead;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Mlp;
import dev.isograd.learning.networks.ModuleCost;
import dev.isograd.learning.networks.NetworkPlan;
import dev.isograd.learning.networks.Resnet;
import dev.isograd.learning.networks.ResnetBottleneck;
import dev.isograd.learning.networks.Split;
import dev.isograd.learning.networks.Vgg;
import dev.isograd.learning.networks.VggLayers;
import dev.isograd.learning.networks.Vit;
import dev.isograd.learning.spec.HeadSpec;
import dev.isograd.learning.spec.NetworkSpec;
import dev.isograd.learning.spec.PublishedSplits;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SplitSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Builds the network of a spec, with initialized parameters or with shapes only. */
public final class NetworkSetup {

    private final TrainingSpec spec;
    private final FeatureShape images;
    private final int classes;

    public NetworkSetup(TrainingSpec spec, FeatureShape images, int classes) {
        this.spec = spec;
        this.images = images;
        this.classes = classes;
    }

    /**
     * Builds the network with one head per local module.
     *
     * @param initializers create the parameters of a block or head by its name
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public LocalNetwork network(Split split, Function<String, Initializer> initializers) {
        NetworkPlan plan = plan();
        List<List<Block>> parts = split.of(plan.blocks(images, initializers));
        List<LocalModule> modules = new ArrayList<>();
        for (List<Block> blocks : parts) {
            int number = modules.size() + 1;
            boolean last = number == parts.size();
            Head head = last ? plan.classifier() : auxiliaryHead();
            Layer layers = head.build(
                    blocks.getLast().output(),
                    classes,
                    initializers.apply(LocalNetwork.headName(number, parts.size())));
            modules.add(LocalModule.of(number, blocks, layers));
        }
        return new LocalNetwork(modules);
    }

    /** The boundaries between the local modules, as the spec names or computes them. */
    public Split split() {
        SplitSpec split = spec.split();
        if (split.boundaries() != null) {
            return new Split(split.boundaries());
        }
        int modules = split.modules();
        return switch (split.by()) {
            case DEPTH -> Split.byDepth(spec.network().blocks(), modules);
            case MEMORY -> {
                List<Block> shapes = shapes();
                yield Split.byMemory(shapes, images, modules, headShapes(shapes));
            }
            case SGR_MEMORY -> {
                List<Block> shapes = shapes();
                yield Split.bySgrMemory(shapes, images, modules, headShapes(shapes));
            }
            case PUBLISHED ->
                new Split(PublishedSplits.of(spec.network(), modules).orElseThrow());
        };
    }

    /** The first modules of all lanes but the first: the lanes have neighboring modules of similar cost in total. */
    public Split lanes() {
        return spec.parallel().lanes() == 1
                ? new Split(List.of())
                : Split.byCost(costs(), spec.parallel().lanes());
    }

    /** The cost of a step of all modules per image, as {@link ModuleCost} counts it. */
    public long work() {
        return Arrays.stream(costs()).sum();
    }

    private long[] costs() {
        List<LocalModule> modules = network(split(), Initializer::shapesOnly).modules();
        return ModuleCost.of(modules, images, spec.rule() instanceof RuleSpec.Sgr);
    }

    private List<Block> shapes() {
        return plan().blocks(images, Initializer::shapesOnly);
    }

    /** For each block, the head of a module that ends with it; empty chains for a rule without auxiliary heads. */
    private List<Layer> headShapes(List<Block> blocks) {
        boolean auxiliary = hasAuxiliaryHeads();
        // Many blocks have an output of the same shape.
        Map<FeatureShape, Layer> known = new HashMap<>();
        List<Layer> heads = new ArrayList<>();
        for (Block block : blocks) {
            heads.add(
                    auxiliary
                            ? known.computeIfAbsent(block.output(), _ -> shapesOf(auxiliaryHead(), block))
                            : Chain.of());
        }
        heads.set(heads.size() - 1, shapesOf(plan().classifier(), blocks.getLast()));
        return heads;
    }

    private Layer shapesOf(Head head, Block below) {
        return head.build(below.output(), classes, Initializer.shapesOnly("head"));
    }

    private NetworkPlan plan() {
        return switch (spec.network()) {
            case NetworkSpec.Resnet resnet -> new Resnet(resnet.blocksPerStage(), resnet.width());
            case NetworkSpec.ResnetBottleneck resnet ->
                new ResnetBottleneck(
                        resnet.blocksPerStage(), resnet.width(), resnet.stem() == NetworkSpec.Stem.IMAGENET);
            case NetworkSpec.Vgg vgg -> new Vgg(vgg.depth(), vgg.width(), layers(vgg));
            case NetworkSpec.Vit vit -> new Vit(vit.patch(), vit.depth(), vit.width(), vit.heads());
            case NetworkSpec.Mlp mlp -> new Mlp(mlp.hidden(), mlp.width());
        };
    }

    private static VggLayers layers(NetworkSpec.Vgg vgg) {
        return new VggLayers(vgg.batchNorm(), vgg.activation() == NetworkSpec.Activation.SOFTPLUS);
    }

    private Head auxiliaryHead() {
        return switch (spec.rule()) {
            case RuleSpec.Blockwise _ -> new LinearHead();
            case RuleSpec.Predsim _ -> new SimilarityMatchingHead(chosenHead());
            case RuleSpec.Backprop _,
                    RuleSpec.CheckpointedBackprop _,
                    RuleSpec.Greedy _,
                    RuleSpec.Sgr _,
                    RuleSpec.SgrBpFree _,
                    RuleSpec.Overlap _,
                    RuleSpec.Staggered _,
                    RuleSpec.Pgl _,
                    RuleSpec.DeepSupervision _ -> chosenHead();
        };
    }

    /** Whether a split by memory counts auxiliary heads; a split of backprop only cuts the diagnostics' segments. */
    private boolean hasAuxiliaryHeads() {
        return switch (spec.rule()) {
            case RuleSpec.CheckpointedBackprop _ -> false;
            case RuleSpec.Backprop _,
                    RuleSpec.Greedy _,
                    RuleSpec.Sgr _,
                    RuleSpec.SgrBpFree _,
                    RuleSpec.Overlap _,
                    RuleSpec.Staggered _,
                    RuleSpec.Predsim _,
                    RuleSpec.Pgl _,
                    RuleSpec.Blockwise _,
                    RuleSpec.DeepSupervision _ -> true;
        };
    }

    private Head chosenHead() {
        return switch (spec.head()) {
            case HeadSpec.Linear linear -> normalized(linear.batchNorm(), new LinearHead());
            case HeadSpec.Conv1x1 conv -> normalized(conv.batchNorm(), new Conv1x1Head());
            case HeadSpec.Conv conv -> new ConvHead(conv.convolutions());
            case HeadSpec.Dgl dgl -> new DglHead();
            case HeadSpec.Etf etf -> new EtfHead();
        };
    }

    private static Head normalized(boolean batchNorm, Head head) {
        return batchNorm ? new NormalizedHead(head) : head;
    }
}
