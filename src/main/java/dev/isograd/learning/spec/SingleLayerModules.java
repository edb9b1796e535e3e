package dev.isograd.learning.spec;

/** What sgr-bp-free requires of the rest of a spec: one weight layer per block, one block per module, linear heads. */
final class SingleLayerModules {

    private static final String RULE = SpecNames.of(RuleSpec.SgrBpFree.class);

    private SingleLayerModules() {}

    /** @throws InvalidField (pointer relative to the spec) if a block of the network has more than one weight layer */
    static void checkFit(NetworkSpec network) {
        boolean fits = switch (network) {
            case NetworkSpec.Vgg vgg -> true;
            case NetworkSpec.Mlp mlp -> true;
            case NetworkSpec.Resnet resnet -> false;
            case NetworkSpec.ResnetBottleneck resnet -> false;
            case NetworkSpec.Vit vit -> false;
        };
        require(
                fits,
                "/network/type",
                "must be vgg or mlp",
                "which needs one weight layer per block",
                SpecNames.of(network.getClass()));
        if (network instanceof NetworkSpec.Vgg vgg) {
            checkLayers(vgg);
        }
    }

    private static void checkLayers(NetworkSpec.Vgg vgg) {
        require(vgg.batchNorm(), "/network/batchNorm", "must be true", "which needs normalized layers", "false");
        require(
                vgg.activation() == NetworkSpec.Activation.RELU,
                "/network/activation",
                "must be relu",
                "which needs an activation that is 0 or linear",
                SpecNames.of(vgg.activation()));
    }

    /** @throws InvalidField (pointer relative to the spec) if the head is not linear in the features */
    static void checkFit(HeadSpec head) {
        boolean fits = switch (head) {
            case HeadSpec.Linear linear -> true;
            case HeadSpec.Etf etf -> true;
            case HeadSpec.Conv1x1 conv -> false;
            case HeadSpec.Conv conv -> false;
            case HeadSpec.Dgl dgl -> false;
        };
        require(
                fits,
                "/head/type",
                "must be linear or etf",
                "which needs a head with an analytic gradient",
                SpecNames.of(head.getClass()));
        require(
                !(head instanceof HeadSpec.Linear linear && linear.batchNorm()),
                "/head/batchNorm",
                "must be false",
                "which needs a head with an analytic gradient",
                "true");
    }

    /** One block per module. */
    static SplitSpec split(NetworkSpec network) {
        return new SplitSpec(network.blocks(), SplitSpec.By.DEPTH, null);
    }

    private static void require(boolean fits, String pointer, String allowed, String reason, String given) {
        if (!fits) {
            throw new InvalidField(pointer, "%s under %s, %s; got %s".formatted(allowed, RULE, reason, given));
        }
    }
}
