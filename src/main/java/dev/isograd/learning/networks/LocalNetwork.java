package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** A network as its local modules, first module first; the last one's head is the network's classifier. */
public record LocalNetwork(List<LocalModule> modules) {

    public LocalNetwork {
        modules = List.copyOf(modules);
    }

    public LocalModule last() {
        return modules.getLast();
    }

    public List<Chain> bodies() {
        return modules.stream().map(LocalModule::body).toList();
    }

    /** The network that is used after training: all bodies and the last head, in order. */
    public List<Parameter> finalParameters() {
        return Stream.concat(
                        modules.stream().flatMap(module -> module.body().parameters().stream()),
                        last().head().parameters().stream())
                .toList();
    }

    /** Trainable numbers of that network. */
    public long parameterCount() {
        return Parameter.trainable(finalParameters()).stream()
                .mapToLong(NDArray::size)
                .sum();
    }
}
