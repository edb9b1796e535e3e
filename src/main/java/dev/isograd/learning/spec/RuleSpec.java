package dev.isograd.learning.spec;

/** How the network's parameters are updated. */
public sealed interface RuleSpec {

    /** Number of steps after which the work of a step repeats; 1 if all steps are alike. */
    default int period() {
        return 1;
    }

    /** Whether the rule trains the network as one module; its split then only affects what is kept in memory. */
    default boolean trainsOneModule() {
        return switch (this) {
            case Backprop _, CheckpointedBackprop _ -> true;
            case Greedy _,
                    Sgr _,
                    SgrBpFree _,
                    Overlap _,
                    Staggered _,
                    Predsim _,
                    Pgl _,
                    Blockwise _,
                    DeepSupervision _ -> false;
        };
    }

    /** Whether a module needs nothing from the modules above it, so that each can learn from another batch at the same time. */
    default boolean runsInLanes() {
        return switch (this) {
            case Greedy _, Sgr _, SgrBpFree _, Predsim _, Blockwise _ -> true;
            case Backprop _, CheckpointedBackprop _, Overlap _, Staggered _, Pgl _, DeepSupervision _ -> false;
        };
    }

    @Help(title = "Back-propagation", value = "The end-to-end gradient of the last module's loss; the baseline.")
    record Backprop() implements RuleSpec {}

    /** Gradient checkpointing (Chen et al. 2016, arXiv 1604.06174). */
    @Help(
            title = "Checkpointed back-propagation",
            value =
                    "The same gradient with less memory and more time: keeps the inputs of the modules and recomputes the rest.")
    record CheckpointedBackprop() implements RuleSpec {}

    @Help(
            title = "Greedy local",
            value = "Each local module learns from the loss of its own head; nothing keeps the modules in agreement.")
    record Greedy() implements RuleSpec {}

    /** Successive gradient reconciliation (Yang et al. 2024, arXiv 2406.05222). */
    @Help(
            title = "SGR",
            value = "Greedy local learning with successive gradient reconciliation between neighboring modules.")
    record Sgr(
            @Option(help = "Distance between the gradients on the two sides of a boundary.", defaultValue = "cos")
            Distance distance,

            @Option(
                    help = "Weight of the distance in the local loss (lambda).",
                    defaultValue = "0.2",
                    min = 0,
                    max = 1e6)
            double weight,

            @Option(
                    help = "Fraction of all steps during which the weight rises from 0, after the start.",
                    defaultValue = "0.1",
                    min = 0,
                    max = 1)
            double ramp,

            @Option(
                    help = "Fraction of all steps that are done before reconciliation begins.",
                    defaultValue = "0",
                    min = 0,
                    max = 1)
            double start,

            @Option(
                    help = "Compare gradients only where the output of the lower module is positive. "
                            + "Where its ReLU is off, the lower module learns nothing from its gradient.",
                    defaultValue = "false")
            boolean mask,

            @Option(
                    help = "Reconcile only on every n-th step, with n times the weight; takes less time.",
                    defaultValue = "1",
                    min = 1,
                    max = 1000)
            int every,

            @Option(
                    help = "Fraction of each batch that is reconciled; a smaller one takes less time and memory.",
                    defaultValue = "1",
                    min = 0.01,
                    max = 1)
            double fraction)
            implements RuleSpec {

        @Override
        public int period() {
            return every;
        }
    }

    /** The same without back-propagation (arXiv 2406.05222): one weight layer per module. */
    @Help(
            title = "SGR without back-propagation",
            value =
                    "SGR with one module per weight layer, whatever the split, and an analytic formula for every gradient; "
                            + "for mlp and vgg with linear or etf heads.")
    record SgrBpFree(
            @Option(help = "Distance between the gradients on the two sides of a boundary.", defaultValue = "cos")
            Distance distance,

            @Option(
                    help = "Weight of the distance in the local loss (lambda).",
                    defaultValue = "0.2",
                    min = 0,
                    max = 1e6)
            double weight,

            @Option(
                    help = "Fraction of all steps during which the weight rises from 0.",
                    defaultValue = "0.1",
                    min = 0,
                    max = 1)
            double ramp)
            implements RuleSpec {}

    /** The pairs of LoCo (Xiong et al. 2020, arXiv 2008.01342), supervised. */
    @Help(
            title = "Overlapping local",
            value =
                    "Each module learns from its own head's loss and from the next module's loss, back-propagated through the next module.")
    record Overlap() implements RuleSpec {}

    /** Our own, after Interlocking Backpropagation (Gomez et al. 2020, arXiv 2010.04116). */
    @Help(
            title = "Staggered local",
            value =
                    "Neighboring modules learn together from one loss; the borders of these groups move up by one module in every step.")
    record Staggered(
            @Option(
                    help = "Number of neighboring modules that learn together. Memory is that of so many modules.",
                    defaultValue = "2",
                    min = 1,
                    max = 1024)
            int group)
            implements RuleSpec {

        @Override
        public int period() {
            return group;
        }
    }

    /** Local learning by prediction and similarity (Nøkland and Eidnes 2019, arXiv 1901.06656). */
    @Help(
            title = "Predsim",
            value =
                    "Greedy local learning that also makes features of the same class similar; meant for the adamw optimizer.")
    record Predsim(
            @Option(
                    help = "Weight of the similarity loss (beta); the loss of the head has weight 1 - beta.",
                    defaultValue = "0.99",
                    min = 0,
                    max = 1)
            double beta)
            implements RuleSpec {}

    /** Periodic global guidance (Bhatti and Moon 2022, arXiv 2208.00821). */
    @Help(
            title = "Periodic global guidance",
            value =
                    "Greedy local learning in which every n-th step is back-propagation, checkpointed at the boundaries.")
    record Pgl(
            @Option(
                    help = "Interval n, in steps, between uses of the end-to-end gradient.",
                    defaultValue = "10",
                    min = 1,
                    max = 1e9)
            int period)
            implements RuleSpec {}

    /** As Cheng et al. 2024 (arXiv 2312.13311) describe their method. */
    @Help(
            title = "Blockwise",
            value =
                    "Greedy local learning with linear heads, whatever head is chosen: BWBPF as described in its paper.")
    record Blockwise() implements RuleSpec {}

    /** As in the code published with arXiv 2312.13311: gradients reach all lower blocks. */
    @Help(
            title = "Deep supervision",
            value =
                    "The loss of every head trains all layers below it; modules are not isolated. BWBPF as in its published code.")
    record DeepSupervision() implements RuleSpec {}

    /** Distance between per-sample gradients g (input side) and t (output side of the module before). */
    enum Distance {
        /** Mean of 1 - cos(g, t): direction only. */
        COS,
        /** Mean of |g - t|. */
        NORM,
        /** Mean of |g - t|². */
        SQ,
        /** |g - t|² / |t|² over the batch. */
        REL
    }
}
