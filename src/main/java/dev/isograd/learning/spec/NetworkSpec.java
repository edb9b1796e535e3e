package dev.isograd.learning.spec;

import java.util.List;

/** The network to train. */
public sealed interface NetworkSpec {

    /** Number of blocks a split can separate; a local module holds at least one. */
    int blocks();

    /** ResNet of depth 6n+2: a stem and three stages of n basic blocks (He et al. 2016, arXiv 1512.03385, section 4.2). */
    @Help(title = "ResNet (CIFAR form)", value = "A stem and three stages of basic blocks; depth 6n+2.")
    record Resnet(
            @Option(
                    help = "Number of weight layers, 6n+2: 8, 14, 20, 32, 44, 56, 110, …",
                    defaultValue = "20",
                    min = 8,
                    max = 1202)
            int depth,

            @Option(
                    help = "Channels of the first stage; the next two have 2 and 4 times as many.",
                    defaultValue = "16",
                    min = 1,
                    max = 1024)
            int width)
            implements NetworkSpec {

        public Resnet {
            checkDepth(depth);
        }

        @SpecRecord.Check("depth")
        static void checkDepth(int depth) {
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

    /** ResNet of bottleneck blocks (He et al. 2016, arXiv 1512.03385, table 1). */
    @Help(title = "ResNet (bottleneck)", value = "Four stages of bottleneck blocks; depth 50, 101 or 152.")
    record ResnetBottleneck(
            @Option(help = "Number of weight layers: 50, 101 or 152.", defaultValue = "50", min = 50, max = 152)
            int depth,

            @Option(
                    help = "Channels of the stem; the stages output 4, 8, 16 and 32 times as many.",
                    defaultValue = "64",
                    min = 1,
                    max = 512)
            int width,

            @Option(
                    help =
                            "First layer: cifar keeps the size of small images, imagenet divides the sides of large images by 4.",
                    defaultValue = "cifar")
            Stem stem)
            implements NetworkSpec {

        public ResnetBottleneck {
            checkDepth(depth);
        }

        @SpecRecord.Check("depth")
        static void checkDepth(int depth) {
            InvalidField.requireOneOf("/depth", depth, 50, 101, 152);
        }

        public List<Integer> blocksPerStage() {
            return switch (depth) {
                case 50 -> List.of(3, 4, 6, 3);
                case 101 -> List.of(3, 4, 23, 3);
                default -> List.of(3, 8, 36, 3);
            };
        }

        @Override
        public int blocks() {
            return 1 + blocksPerStage().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** First layer of a ResNet. */
    enum Stem {
        /** One 3x3 convolution, which keeps the size of the images. */
        CIFAR,
        /** One 7x7 convolution and pooling, which divide height and width by 4. */
        IMAGENET
    }

    /** VGG8b (arXiv 1901.06656), and configurations A, B, D, E of Simonyan and Zisserman 2015 (arXiv 1409.1556). */
    @Help(title = "VGG", value = "Plain 3x3 convolutions with pooling; depth 8 is VGG8b.")
    record Vgg(
            @Option(
                    help = "Number of weight layers: 8 (VGG8b), 11, 13, 16 or 19.",
                    defaultValue = "8",
                    min = 8,
                    max = 19)
            int depth,

            @Option(
                    help =
                            "Channels of the first layer; published networks have 128 at depth 8 and 64 at the other depths.",
                    defaultValue = "32",
                    min = 1,
                    max = 1024)
            int width,

            @Option(
                    help = "Batch normalization after each layer; without it, layers have biases.",
                    defaultValue = "true")
            boolean batchNorm,

            @Option(help = "Function after each layer: relu, or softplus, which is smooth.", defaultValue = "relu")
            Activation activation)
            implements NetworkSpec {

        public Vgg {
            checkDepth(depth);
        }

        @SpecRecord.Check("depth")
        static void checkDepth(int depth) {
            InvalidField.requireOneOf("/depth", depth, 8, 11, 13, 16, 19);
        }

        @Override
        public int blocks() {
            return depth - 1;
        }
    }

    /** The function between the layers of a plain network. */
    enum Activation {
        /** max(0, x). */
        RELU,
        /** log(1 + exp(x)). */
        SOFTPLUS
    }

    /** Vision transformer (Dosovitskiy et al. 2021, arXiv 2010.11929). */
    @Help(
            title = "Vision transformer",
            value =
                    "Attention between image patches. Tiny: width 192, 3 heads; small: 384, 6 heads; base: 768, 12 heads.")
    record Vit(
            @Option(
                    help = "Height and width of a patch; must divide those of the images. "
                            + "The default is the largest that does, up to 4.",
                    defaultValue = "4",
                    min = 1,
                    max = 64)
            int patch,

            @Option(help = "Number of transformer blocks.", defaultValue = "12", min = 1, max = 128)
            int depth,

            @Option(help = "Size of the embedding of a patch.", defaultValue = "192", min = 1, max = 4096)
            int width,

            @Option(
                    help = "Number of attention heads; must divide the width. "
                            + "The default is 2 or 1 if 3 does not divide it.",
                    defaultValue = "3",
                    min = 1,
                    max = 64)
            int heads)
            implements NetworkSpec {

        public Vit {
            checkHeads(width, heads);
        }

        @SpecRecord.Check({"width", "heads"})
        static void checkHeads(int width, int heads) {
            if (width % heads != 0) {
                throw new InvalidField("/heads", "must divide the width, %d; got %d".formatted(width, heads));
            }
        }

        @Override
        public int blocks() {
            return 1 + depth;
        }
    }

    /** Multi-layer perceptron. */
    @Help(title = "MLP", value = "Fully connected layers with batch normalization; ignores which pixels are neighbors.")
    record Mlp(
            @Option(help = "Number of hidden layers.", defaultValue = "4", min = 1, max = 256)
            int hidden,

            @Option(help = "Units of each hidden layer.", defaultValue = "256", min = 1, max = 16384)
            int width)
            implements NetworkSpec {

        @Override
        public int blocks() {
            return hidden;
        }
    }
}
