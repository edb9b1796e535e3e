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

        @Option(
                help =
                        "Largest memory estimate of the training, in bytes. A split that is not given, or does not fit, is "
                                + "replaced by the one with the fewest local modules that fits; the job's spec shows it.",
                defaultValue = Option.ABSENT,
                min = 1,
                max = 9007199254740991.0)
        @Nullable
        Long maxMemoryBytes,

        @Option(help = "How the parameters are updated.") RuleSpec rule,

        @Option(help = "How a gradient becomes a parameter update.", defaultValue = "sgd")
        OptimizerSpec optimizer,

        @Option(help = "Random changes to training images.", defaultValue = "{}")
        AugmentationSpec augmentation,

        @Option(help = "Number of passes over the training images.", min = 1, max = 10000)
        int epochs,

        @Option(
                help = "Images per step, at most all training images; batch normalization needs at least 2. "
                        + "The default is smaller for a data set with fewer images.",
                defaultValue = "128",
                min = 2,
                max = 65536)
        int batchSize,

        @Option(
                help = "Leave out the last batch of an epoch where it is incomplete; the images differ by epoch. "
                        + "By default it is trained, unless it has one image only, which has no batch statistics.",
                defaultValue = "false")
        boolean dropLast,

        @Option(
                help = "Part of the training images that is held out, from each class alike, and measured after each "
                        + "epoch. The weights of the epoch with the highest accuracy on it become the result. "
                        + "With 0, these are the weights of the last epoch.",
                defaultValue = "0",
                min = 0,
                max = 0.5)
        double validationFraction,

        @Option(
                help = "Images of an epoch: shuffled takes each image once; balanced takes as many of one class as of "
                        + "any other, so that images of small classes repeat and some of large classes are left out.",
                defaultValue = "shuffled")
        Sampling sampling,

        @Option(
                help =
                        "Weights of the classes in all losses: balanced gives a class with half as many images twice the "
                                + "weight; the mean over the images is 1.",
                defaultValue = "none")
        ClassWeights classWeights,

        @Option(
                help = "Share of each label that all classes have in equal parts, so that scores stay moderate. "
                        + "Only losses in training use it, not those on test images.",
                defaultValue = "0",
                min = 0,
                max = 0.9)
        double labelSmoothing,

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

    /** Batch normalization has no statistics of a single image. */
    static final int SMALLEST_BATCH = 2;

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

    @SpecRecord.Check({"rule", "network"})
    static void checkNetwork(RuleSpec rule, NetworkSpec network) {
        if (rule instanceof RuleSpec.SgrBpFree) {
            SingleLayerModules.checkFit(network);
        }
    }

    @SpecRecord.Check({"rule", "head"})
    static void checkHead(RuleSpec rule, HeadSpec head) {
        if (rule instanceof RuleSpec.SgrBpFree) {
            SingleLayerModules.checkFit(head);
        }
    }

    /** Only sgr-bp-free ignores the split, so the split is checked even if the rule is wrong. */
    @SpecRecord.Check({"rule", "network", "split"})
    static void checkSplit(@Nullable RuleSpec rule, NetworkSpec network, SplitSpec split) {
        if (!(rule instanceof RuleSpec.SgrBpFree)) {
            split.checkFits(network);
        }
    }

    /** The rule may ignore the split and have modules of its own. */
    @SpecRecord.Check({"rule", "network", "split", "parallel"})
    static void checkParallel(RuleSpec rule, NetworkSpec network, SplitSpec split, ParallelSpec parallel) {
        boolean single = rule instanceof RuleSpec.SgrBpFree;
        parallel.checkFits(rule, single ? SingleLayerModules.split(network) : split);
    }

    /** Analytic passes compute gradients from the arrays of a float32 forward pass. */
    @SpecRecord.Check({"rule", "precision"})
    static void checkPrecision(RuleSpec rule, Precision precision) {
        if (precision == Precision.BF16 && (rule instanceof RuleSpec.Sgr || rule instanceof RuleSpec.SgrBpFree)) {
            throw new InvalidField(
                    "/precision",
                    "must be float32 or tf32 with the rule %s; got bf16".formatted(SpecNames.of(rule.getClass())));
        }
    }

    /** How many of the training images are held out for validation: at least one, unless the fraction is 0. */
    public int heldOut(int trainingImages) {
        return heldOut(validationFraction, trainingImages);
    }

    static int heldOut(double fraction, int trainingImages) {
        return fraction > 0 ? (int) Math.max(1, Math.round(fraction * trainingImages)) : 0;
    }

    /** Images of each step but the last of an epoch. A spec that was read without its data set may ask for more images than there are. */
    public int batchSize(int trainingImages) {
        return Math.min(batchSize, trainingImages - heldOut(trainingImages));
    }

    /** Images that the batches of an epoch have in total. */
    public int imagesPerEpoch(int trainingImages) {
        int images = trainingImages - heldOut(trainingImages);
        int rest = images % batchSize(trainingImages);
        return dropLast || rest < SMALLEST_BATCH ? images - rest : images;
    }

    public long stepsPerEpoch(int trainingImages) {
        return Math.ceilDiv(imagesPerEpoch(trainingImages), batchSize(trainingImages));
    }

    /** Which images an epoch has. */
    public enum Sampling {
        /** Each image once, in random order. */
        SHUFFLED,
        /** As many of each class, in random order. */
        BALANCED
    }

    /** What the images of a class weigh in the losses. */
    public enum ClassWeights {
        /** 1. */
        NONE,
        /** In inverse proportion to the number of images of the class. */
        BALANCED
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
