package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/**
 * A named array of a network.
 *
 * @param name unique in the network; saved files use it
 * @param trainable false for arrays that no gradient moves: running statistics of batch normalization, fixed directions
 */
public record Parameter(String name, NDArray array, boolean trainable) {

    /** The parameter as a value of a graph. */
    public Value in(Graph graph) {
        return graph.parameter(name, array);
    }

    /** The arrays that an optimizer updates, in order. */
    public static NDList trainable(List<Parameter> parameters) {
        NDList arrays = new NDList(parameters.size());
        for (Parameter parameter : parameters) {
            if (parameter.trainable()) {
                arrays.add(parameter.array());
            }
        }
        return arrays;
    }
}
