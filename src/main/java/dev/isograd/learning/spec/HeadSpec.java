package dev.isograd.learning.spec;

/** The auxiliary classifier of each local module except the last, which has the network's own classifier. */
public sealed interface HeadSpec {

    /** Global average pooling and one linear layer. */
    @Help(title = "Linear", value = "Global average pooling and one linear layer; cheap and weak.")
    record Linear(
            @Option(
                    help = "Begin with batch normalization, so that the scale of the features does not matter.",
                    defaultValue = "false")
            boolean batchNorm)
            implements HeadSpec {

        public Linear() {
            this(false);
        }
    }

    /** The head of SGR (Yang et al. 2024, arXiv 2406.05222) by a second-hand report; the option is ours. */
    @Help(
            title = "1x1 convolution",
            value =
                    "One 1x1 convolution, a ReLU, global average pooling and one linear layer: SGR's head, as reported second-hand.")
    record Conv1x1(
            @Option(
                    help = "Begin with batch normalization, so that the scale of the features does not matter.",
                    defaultValue = "false")
            boolean batchNorm)
            implements HeadSpec {}

    /** One 3x3 convolution and two linear layers, as InfoPro's 1c2f (Wang et al. 2021, arXiv 2101.10832); more are our own. */
    @Help(
            title = "Convolutional",
            value = "3x3 convolutions, pooling and two linear layers; the most accurate in our own runs.")
    record Conv(
            @Option(
                    help = "Number of convolutions. More of them cost time and memory, and teach the module more.",
                    defaultValue = "1",
                    min = 1,
                    max = 8)
            int convolutions)
            implements HeadSpec {}

    /** Pooling, three 1x1 convolutions and an MLP: "mlp-sr" of DGL (Belilovsky et al. 2020, arXiv 1901.08164). */
    @Help(title = "DGL", value = "Pooling, three 1x1 convolutions and an MLP; much stronger than linear.")
    record Dgl() implements HeadSpec {}

    /** A simplex equiangular tight frame (Papyan et al. 2020, arXiv 2008.08186). */
    @Help(title = "Fixed simplex", value = "Pooling and fixed class vectors at equal angles; no trainable parameters.")
    record Etf() implements HeadSpec {}
}
