package dev.isograd.learning.spec;

import org.jspecify.annotations.Nullable;

/** One training as a user submits it: dataset, network, update rule and everything else that determines its numbers. */
@Help(
        title = "Training",
        value = "One training: dataset, network, update rule and everything else that determines its numbers.")
public record TrainingSpec(
        @Option(help = "Name of the dataset.", min = 1, max = 128)
        String dataset,

        @Option(help = "The network to train.") NetworkSpec network,

        @Option(help = "Where the network is cut into local modules.", defaultValue = "{}")
        SplitSpec split,

        @Option(
                help = "Auxiliary classifier of every local module except the last. "
                        + "With sgr-bp-free, the default is linear.",
                defaultValue = "dgl")
        HeadSpec head,

        @Option(help = "How the parameters are updated.") RuleSpec rule,

        @Option(help = "How a gradient becomes a parameter update.", defaultValue = "sgd")
        OptimizerSpec optimizer,

        @Option(help = "Random changes to training images.", defaultValue = "{}")
        AugmentationSpec augmentation,

        @Option(help = "Number of passes over the training images.", min = 1, max = 10000)
        int epochs,

        @Option(
                help = "Images per step, at most all training images; batch normalization needs at least 2. "
                        + "An epoch has whole batches only: the images of the last, incomplete one are left out, "
                        + "other images each time. The default is smaller for a data set with fewer images.",
                defaultValue = "128",
                min = 2,
                max = 65536)
        int batchSize,

        @Option(
                help = "Random seed of the initial weights, the order of the images and the augmentation.",
                defaultValue = "1",
                min = 0,
                max = 9007199254740991.0)
        long seed,

        @Option(help = "Local modules that learn at the same time.", defaultValue = "{}")
        ParallelSpec parallel,

        @Option(help = "Extra measurements of how the training learns.", defaultValue = "{}")
        DiagnosticsSpec insight,

        @Option(help = "Limits at which an unfinished training is stopped.", defaultValue = "{}")
        LimitsSpec limits,

        @Option(
                help = "Device to train on; auto takes a GPU if there is one, otherwise the CPU.",
                defaultValue = "auto")
        Device device,

        @Option(
                help = "Numbers of matrix products and convolutions. float32 is exact on every device; "
                        + "tf32 rounds their factors to 10 bits on a GPU, which is faster, and is float32 on a CPU; "
                        + "bf16 rounds the numbers of convolutions and fully connected layers to bfloat16, "
                        + "which is faster on a GPU only; it does not work with sgr and sgr-bp-free. "
                        + "Weights, losses and the optimizer stay float32.",
                defaultValue = "float32")
        Precision precision,

        @Option(
                help = "Repeat a training bit for bit on the same GPU and driver, with slower kernels. "
                        + "A CPU always repeats it.",
                defaultValue = "false")
        boolean deterministic) {

    public TrainingSpec {
        checkNetwork(rule, network);
        checkHead(rule, head);
        if (rule instanceof RuleSpec.SgrBpFree) {
            split = SingleLayerModules.split(network);
        }
        checkSplit(rule, network, split);
        checkParallel(rule, network, split, parallel);
        checkPrecision(rule, precision);
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

    /** Only sgr-bp-free ignores the split, so the split is checked even if the rule is wrong. */
    @Check({"rule", "network", "split"})
    static void checkSplit(@Nullable RuleSpec rule, NetworkSpec network, SplitSpec split) {
        if (!(rule instanceof RuleSpec.SgrBpFree)) {
            split.checkFits(network);
        }
    }

    /** The rule may ignore the split and have modules of its own. */
    @Check({"rule", "network", "split", "parallel"})
    static void checkParallel(RuleSpec rule, NetworkSpec network, SplitSpec split, ParallelSpec parallel) {
        boolean single = rule instanceof RuleSpec.SgrBpFree;
        parallel.checkFits(rule, single ? SingleLayerModules.split(network) : split);
    }

    /** Analytic passes compute gradients from the arrays of a float32 forward pass. */
    @Check({"rule", "precision"})
    static void checkPrecision(RuleSpec rule, Precision precision) {
        if (precision == Precision.BF16 && (rule instanceof RuleSpec.Sgr || rule instanceof RuleSpec.SgrBpFree)) {
            throw new InvalidField(
                    "/precision",
                    "must be float32 or tf32 with the rule %s; got bf16".formatted(SpecNames.of(rule.getClass())));
        }
    }

    /**
     * Images of each step. All batches are full, because a small rest has poor batch statistics; the images left out differ by
     * epoch. A spec that was read without its data set may ask for more images than there are.
     */
    public int batchSize(int trainingImages) {
        return Math.min(batchSize, trainingImages);
    }

    public long stepsPerEpoch(int trainingImages) {
        return trainingImages / batchSize(trainingImages);
    }

    /** The numbers that matrix products and convolutions compute with. */
    public enum Precision {
        FLOAT32,
        /** Factors rounded to 10 bits of mantissa on a GPU; the same as float32 on a CPU. */
        TF32,
        /** bfloat16 in convolutions and fully connected layers. */
        BF16
    }

    /** Device to train on. */
    public enum Device {
        /** A GPU if there is one, otherwise the CPU. */
        AUTO,
        CPU,
        GPU
    }
}
