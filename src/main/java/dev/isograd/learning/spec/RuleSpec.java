package dev.isograd.learning.spec;

/** How the network's parameters are updated. */
public sealed interface RuleSpec {

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
            @Option(help = "Distance between the gradients on the two sides of a boundary.", preset = "cos")
            Distance distance,

            @Option(help = "Weight of the distance in the local loss, lambda.", preset = "0.2", min = 0, max = 1e6)
            double weight,

            @Option(
                    help = "Fraction of all steps over which the weight rises from 0.",
                    preset = "0.1",
                    min = 0,
                    max = 1)
            double ramp,

            @Option(
                    help = "Reconcile on each n-th step only, n times as strongly; costs less time.",
                    preset = "1",
                    min = 1,
                    max = 1000)
            int every)
            implements RuleSpec {}

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
