package dev.isograd.learning.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** What sgr-bp-free requires of the rest of a spec: one weight layer per block, one block per module, linear heads. */
final class SingleLayerModules {

    private static final String RULE = SpecNames.of(RuleSpec.SgrBpFree.class);

    private SingleLayerModules() {}

    /** The usual default head does not fit, so a spec without a head gets a linear one. */
    static Map<String, ?> withDefaultHead(Map<String, ?> tree) {
        boolean chosen = tree.containsKey("head")
                || !(tree.get("rule") instanceof Map<?, ?> rule && RULE.equals(rule.get("type")));
        if (chosen) {
            return tree;
        }
        Map<String, Object> completed = new LinkedHashMap<>(tree);
        completed.put("head", Map.of("type", SpecNames.of(HeadSpec.Linear.class)));
        return completed;
    }

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
    }

    /** @throws InvalidField (pointer relative to the spec) if the head is not linear in the features */
    static void checkFit(HeadSpec head) {
        boolean fits = switch (head) {
            case HeadSpec.Linear linear -> true;
            case HeadSpec.Etf etf -> true;
            case HeadSpec.Conv conv -> false;
            case HeadSpec.Dgl dgl -> false;
        };
        require(
                fits,
                "/head/type",
                "must be linear or etf",
                "which needs a head with an analytic gradient",
                SpecNames.of(head.getClass()));
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
