package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.stream.Stream;

/**
 * A gradient-isolated part of a network: neighbouring blocks f_l with parameters theta_l and a head h_l with phi_l.
 *
 * @param number 1 to K
 */
public record LocalModule(int number, List<String> blockNames, Chain body, Layer head) {

    public static LocalModule of(int number, List<Block> blocks, Layer head) {
        return new LocalModule(
                number,
                blocks.stream().map(Block::name).toList(),
                new Chain(blocks.stream().map(Block::layer).toList()),
                head);
    }

    /** The features o = f(x). */
    public NDArray features(NDArray x, Mode mode) {
        return body.forward(x, mode);
    }

    /** The class scores h(o). */
    public NDArray scores(NDArray features, Mode mode) {
        return head.forward(features, mode);
    }

    /** Parameters of the body, then of the head. */
    public List<Parameter> parameters() {
        return Stream.concat(body.parameters().stream(), head.parameters().stream())
                .toList();
    }

    /** What an optimizer moves, in order: theta, then phi. */
    public NDList trainable() {
        return Parameter.trainable(parameters());
    }
}
