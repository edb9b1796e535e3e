package dev.isograd.learning.spec;

/** How the network's parameters are updated. */
public sealed interface RuleSpec {

    /** Every how many steps the rule does all that it does. */
    default int period() {
        return 1;
    }

    @Help(title = "Back-propagation", value = "The end-to-end gradient of the last module's loss; the baseline.")
    record Backprop() implements RuleSpec {}

    /** Gradient checkpointing (Chen et al. 2016, arXiv 1604.06174). */
    @Help(
            title = "Checkpointed back-propagation",
            value =
                    "The same gradient in less memory and more time: keeps the modules' inputs, computes the rest again.")
    record CheckpointedBackprop() implements RuleSpec {}

    @Help(
            title = "Greedy local",
            value = "Each local module learns from its own head's loss; nothing keeps them in agreement.")
    record Greedy() implements RuleSpec {}

    /** Successive gradient reconciliation (Yang et al. 2024, arXiv 2406.05222). */
    @Help(
            title = "SGR",
            value = "Greedy local learning with successive gradient reconciliation between neighbouring modules.")
    record Sgr(
            @Option(help = "Distance between the gradients on the two sides of a boundary.", defaultValue = "cos")
            Distance distance,

            @Option(
                    help = "Weight of the distance in the local loss, lambda.",
                    defaultValue = "0.2",
                    min = 0,
                    max = 1e6)
            double weight,

            @Option(
                    help = "Fraction of all steps over which the weight rises from 0.",
                    defaultValue = "0.1",
                    min = 0,
                    max = 1)
            double ramp,

            @Option(
                    help = "Reconcile on each n-th step only, n times as strongly; costs less time.",
                    defaultValue = "1",
                    min = 1,
                    max = 1000)
            int every,

            @Option(
                    help = "Fraction of each batch that is reconciled; less of it costs less time and memory.",
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
                    "SGR with a module for each weight layer, whatever the split, and closed formulas for every gradient; "
                            + "for mlp and vgg, with linear or etf heads.")
    record SgrBpFree(
            @Option(help = "Distance between the gradients on the two sides of a boundary.", defaultValue = "cos")
            Distance distance,

            @Option(
                    help = "Weight of the distance in the local loss, lambda.",
                    defaultValue = "0.2",
                    min = 0,
                    max = 1e6)
            double weight,

            @Option(
                    help = "Fraction of all steps over which the weight rises from 0.",
                    defaultValue = "0.1",
                    min = 0,
                    max = 1)
            double ramp)
            implements RuleSpec {}

    /** The pairs of LoCo (Xiong et al. 2020, arXiv 2008.01342), supervised. */
    @Help(
            title = "Overlapping local",
            value = "Each module learns from its own head's loss and from the next one's, which comes down through it.")
    record Overlap() implements RuleSpec {}

    /** Local learning by prediction and similarity (Nøkland and Eidnes 2019, arXiv 1901.06656). */
    @Help(
            title = "Predsim",
            value = "Greedy local learning that also makes features of one class alike; made for AdamW's kind of step.")
    record Predsim(
            @Option(
                    help = "Weight of similarity, beta; the head's own loss has the rest.",
                    defaultValue = "0.99",
                    min = 0,
                    max = 1)
            double beta)
            implements RuleSpec {}

    /** Periodic global guidance (Bhatti and Moon 2022, arXiv 2208.00821). */
    @Help(
            title = "Periodic global guidance",
            value = "Greedy local learning in which each n-th step is back-propagation, checkpointed at the modules.")
    record Pgl(
            @Option(
                    help = "Every how many steps the end-to-end gradient guides.",
                    defaultValue = "10",
                    min = 1,
                    max = 1e9)
            int period)
            implements RuleSpec {}

    /** As Cheng et al. 2024 (arXiv 2312.13311) describe their method. */
    @Help(
            title = "Blockwise",
            value =
                    "Greedy local learning with linear heads, whatever head is chosen: BWBPF as its paper describes it.")
    record Blockwise() implements RuleSpec {}

    /** As the code published with arXiv 2312.13311 trains: no block is cut off from the ones below. */
    @Help(
            title = "Deep supervision",
            value = "Every head's loss moves all that lies below it; not isolated. BWBPF as its published code trains.")
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
