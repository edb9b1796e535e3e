package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** A network as its local modules, first module first. The head of the last one is the network's classifier. */
public record LocalNetwork(List<LocalModule> modules) {

    public LocalNetwork {
        modules = List.copyOf(modules);
    }

    public LocalModule last() {
        return modules.getLast();
    }

    /** The class scores of the classifier, BC, for images of shape BCHW. */
    public NDArray scores(NDArray images_BCHW, Mode mode) {
        NDArray x = images_BCHW;
        for (LocalModule module : modules) {
            x = module.features(x, mode);
        }
        return last().scores(x, mode);
    }

    public List<Chain> bodies() {
        return modules.stream().map(LocalModule::body).toList();
    }

    /** The parameters of the network that is used after training: those of all bodies and of the last head, in order. */
    public List<Parameter> finalParameters() {
        return Stream.concat(
                        modules.stream().flatMap(module -> module.body().parameters().stream()),
                        last().head().parameters().stream())
                .toList();
    }

    /** The parameters of the heads of all modules but the last, in order. */
    public List<Parameter> auxiliaryHeadParameters() {
        return modules.subList(0, modules.size() - 1).stream()
                .flatMap(module -> module.head().parameters().stream())
                .toList();
    }

    /** The name of the head of a module, 1 to K, whose parameters' names begin with it. */
    public static String headName(int module, int modules) {
        return module == modules ? "classifier" : "module" + module + ".head";
    }

    /** The number of trainable values in the final network. */
    public long parameterCount() {
        return Parameter.trainable(finalParameters()).stream()
                .mapToLong(NDArray::size)
                .sum();
    }
}
