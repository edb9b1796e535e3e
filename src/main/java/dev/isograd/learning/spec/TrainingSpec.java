package dev.isograd.learning.spec;

import org.jspecify.annotations.Nullable;

/** One training as a user asks for it: data, network, rule and everything that decides the numbers. */
@Help(title = "Training", value = "One training: data, network, rule and everything that decides the numbers.")
public record TrainingSpec(
        @Option(help = "Name of the data set.", min = 1, max = 128)
        String dataset,

        @Option(help = "The network to train.") NetworkSpec network,

        @Option(help = "Where the network is cut into local modules.", defaultValue = "{}")
        SplitSpec split,

        @Option(
                help =
                        "The auxiliary classifier of each local module but the last; of sgr-bp-free linear unless given.",
                defaultValue = "dgl")
        HeadSpec head,

        @Option(help = "How the parameters are updated.") RuleSpec rule,

        @Option(help = "How a gradient becomes an update.", defaultValue = "sgd")
        OptimizerSpec optimizer,

        @Option(help = "Random changes to training images.", defaultValue = "{}")
        AugmentationSpec augmentation,

        @Option(help = "Passes over the training images.", min = 1, max = 10000)
        int epochs,

        @Option(
                help = "Images per step; batch normalisation needs at least 2.",
                defaultValue = "128",
                min = 2,
                max = 65536)
        int batchSize,

        @Option(
                help = "Decides initial weights, order and augmentation.",
                defaultValue = "1",
                min = 0,
                max = 9007199254740991.0)
        long seed,

        @Option(help = "What the run measures about its own way of learning.", defaultValue = "{}")
        DiagnosticsSpec insight,

        @Option(help = "When a run is stopped although it is not finished.", defaultValue = "{}")
        LimitsSpec limits,

        @Option(help = "Where to train.", defaultValue = "auto")
        Device device) {

    public TrainingSpec {
        checkNetwork(rule, network);
        checkHead(rule, head);
        if (rule instanceof RuleSpec.SgrBpFree) {
            split = SingleLayerModules.split(network);
        }
        checkSplit(rule, network, split);
    }

    @Check({"rule", "network"})
    static void checkNetwork(RuleSpec rule, NetworkSpec network) {
        if (rule instanceof RuleSpec.SgrBpFree) {
            SingleLayerModules.checkFit(network);
        }
    }

    @Check({"rule", "head"})
    static void checkHead(RuleSpec rule, HeadSpec head) {
        if (rule instanceof RuleSpec.SgrBpFree) {
            SingleLayerModules.checkFit(head);
        }
    }

    /** Only one rule has no use for the split; what the others say of it holds also where the rule is wrong. */
    @Check({"rule", "network", "split"})
    static void checkSplit(@Nullable RuleSpec rule, NetworkSpec network, SplitSpec split) {
        if (!(rule instanceof RuleSpec.SgrBpFree)) {
            split.checkFits(network);
        }
    }

    /** Where to train. */
    public enum Device {
        /** A GPU where one is free, else the CPU. */
        AUTO,
        CPU,
        GPU
    }
}
