package dev.isograd.learning.spec;

/** Extra measurements of how a training learns, in addition to the metrics of every step. */
@Help(
        title = "Diagnostics",
        value = "Extra measurements: agreement with back-propagation, dead units, isolation of the modules.")
public record DiagnosticsSpec(
        @Option(
                help = "Compare one of every n steps with back-propagation and count its dead units; 0 for none.",
                defaultValue = "50",
                min = 0,
                max = 1e6)
        int every,

        @Option(
                help = "Determine before the first step which modules the loss of each head changes; "
                        + "the result shows it.",
                defaultValue = "false")
        boolean checkIsolation,

        @Option(
                help =
                        "In the compared steps, also measure the distance of gradients at the boundaries as the theory of SGR "
                                + "counts it, and whether the update of each module alone lowers the loss of the last module.",
                defaultValue = "false")
        boolean reconciliation) {}
