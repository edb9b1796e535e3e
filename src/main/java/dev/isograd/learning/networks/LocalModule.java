package dev.isograd.learning.networks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.stream.Stream;

/**
 * A gradient-isolated part of a network: the body f_l of adjacent blocks, with parameters theta_l, and the head h_l, with
 * parameters phi_l.
 *
 * @param number l, 1 to K
 */
public record LocalModule(int number, List<String> blockNames, Chain body, Layer head) {

    public static LocalModule of(int number, List<Block> blocks, Layer head) {
        return new LocalModule(
                number,
                blocks.stream().map(Block::name).toList(),
                new Chain(blocks.stream().map(Block::layer).toList()),
                head);
    }

    /** The features o = f(x), of shape B and then that of the last block's output. */
    public NDArray features(NDArray x, Mode mode) {
        return body.forward(x, mode);
    }

    /** The class scores h(o), BC. */
    public NDArray scores(NDArray features, Mode mode) {
        return head.forward(features, mode);
    }

    /** The parameters of the body, then those of the head. */
    public List<Parameter> parameters() {
        return Stream.concat(body.parameters().stream(), head.parameters().stream())
                .toList();
    }

    /** The device of its parameters, where its input has to be. */
    public Device device() {
        return parameters().getFirst().array().getDevice();
    }

    /** The arrays that an optimizer updates, in order: theta, then phi. */
    public NDList trainable() {
        return Parameter.trainable(parameters());
    }
}
