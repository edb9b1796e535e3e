package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A named array of a network.
 *
 * @param trainable false for what no gradient moves: batch normalisation's running statistics, fixed directions
 */
public record Parameter(String name, NDArray array, boolean trainable) {

    /** The arrays that an optimizer moves, in order. */
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
