package dev.isograd.learning.rules;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Mlp;
import dev.isograd.learning.networks.NetworkPlan;
import dev.isograd.learning.networks.Resnet;
import dev.isograd.learning.networks.ResnetBottleneck;
import dev.isograd.learning.networks.Split;
import dev.isograd.learning.networks.Vgg;
import dev.isograd.learning.networks.Vit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One small network of each type: its spec, and the network in float64 for the images of {@link SoftplusNetwork}. */
public enum TinyNetwork {
    MLP(Map.of("type", "mlp", "hidden", 4, "width", 16), new Mlp(4, 16)),
    VGG(Map.of("type", "vgg", "width", 4), new Vgg(8, 4)),
    RESNET(Map.of("type", "resnet", "depth", 8, "width", 4), new Resnet(1, 4)),
    RESNET_BOTTLENECK(
            Map.of("type", "resnet-bottleneck", "width", 2), new ResnetBottleneck(List.of(1, 1, 1, 1), 2, false)),
    VIT(Map.of("type", "vit", "depth", 3, "width", 8, "heads", 2), new Vit(3, 3, 8, 2));

    private final Map<String, ?> spec;
    private final NetworkPlan plan;

    TinyNetwork(Map<String, ?> spec, NetworkPlan plan) {
        this.spec = spec;
        this.plan = plan;
    }

    public Map<String, ?> spec() {
        return spec;
    }

    public LocalNetwork create(NDManager manager, int modules, Head head) {
        FeatureShape images = new FeatureShape(SoftplusNetwork.CHANNELS, SoftplusNetwork.SIDE, SoftplusNetwork.SIDE);
        List<Block> blocks = plan.blocks(images, owner -> initializer(manager, owner));
        List<LocalModule> all = new ArrayList<>();
        for (List<Block> part : Split.byDepth(blocks.size(), modules).of(blocks)) {
            int number = all.size() + 1;
            Layer layers = (number == modules ? plan.classifier() : head)
                    .build(part.getLast().output(), SoftplusNetwork.CLASSES, initializer(manager, "head" + number));
            all.add(LocalModule.of(number, part, layers));
        }
        return new LocalNetwork(all);
    }

    private static Initializer initializer(NDManager manager, String owner) {
        return new Initializer(manager, DataType.FLOAT64, 3, owner);
    }
}
