package dev.isograd.learning.spec;

/** The network to train. */
public sealed interface NetworkSpec {

    /** Number of blocks a split can separate; a local module holds at least one. */
    int blocks();

    /** ResNet of depth 6n+2: a stem and three stages of n basic blocks (He et al. 2016, arXiv 1512.03385, section 4.2). */
    @Help(title = "ResNet (CIFAR form)", value = "Stem and three stages of basic blocks; depth 6n+2.")
    record Resnet(
            @Option(
                    help = "Number of weight layers, 6n+2: 8, 14, 20, 32, 44, 56, 110, …",
                    preset = "20",
                    min = 8,
                    max = 1202)
            int depth,

            @Option(
                    help = "Channels of the first stage; the stages have 1, 2 and 4 times as many.",
                    preset = "16",
                    min = 1,
                    max = 1024)
            int width)
            implements NetworkSpec {

        public Resnet {
            if (depth % 6 != 2) {
                int below = Math.max(8, (depth - 2) / 6 * 6 + 2);
                throw new InvalidField(
                        "/depth", "must be 6n+2, such as %d or %d; got %d".formatted(below, below + 6, depth));
            }
        }

        /** Basic blocks per stage: n. */
        public int blocksPerStage() {
            return (depth - 2) / 6;
        }

        @Override
        public int blocks() {
            return 1 + 3 * blocksPerStage();
        }
    }

    /** VGG8b of Nøkland and Eidnes 2019 (arXiv 1901.06656): six 3x3 convolutions and one hidden fully connected layer. */
    @Help(title = "VGG", value = "Plain 3x3 convolutions with pooling; depth 8 is the VGG8b form.")
    record Vgg(
            @Option(help = "Number of weight layers; 8 is VGG8b.", preset = "8", min = 8, max = 8)
            int depth,

            @Option(
                    help = "Channels of the first layer (128 in the published VGG8b).",
                    preset = "32",
                    min = 1,
                    max = 1024)
            int width)
            implements NetworkSpec {

        @Override
        public int blocks() {
            return depth - 1;
        }
    }
}
