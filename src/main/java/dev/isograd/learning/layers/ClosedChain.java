package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Closed layers one after another. */
public record ClosedChain(List<ClosedLayer> layers) implements ClosedLayer {

    public ClosedChain {
        layers = List.copyOf(layers);
    }

    public static ClosedChain of(ClosedLayer... layers) {
        return new ClosedChain(List.of(layers));
    }

    /** The same chain, if all of its layers are closed. */
    public static Optional<ClosedChain> of(Chain chain) {
        List<ClosedLayer> closed = new ArrayList<>();
        for (Layer layer : chain.layers()) {
            if (!(layer instanceof ClosedLayer each)) {
                return Optional.empty();
            }
            closed.add(each);
        }
        return Optional.of(new ClosedChain(closed));
    }

    @Override
    public ClosedPass pass(NDArray x, Mode mode) {
        List<ClosedPass> passes = new ArrayList<>();
        NDArray y = x;
        for (ClosedLayer layer : layers) {
            passes.add(layer.pass(y, mode));
            y = passes.getLast().output();
        }
        return new ChainPass(passes, y);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return chain().forward(x, mode);
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        return chain().trace(x, tape);
    }

    @Override
    public List<Parameter> parameters() {
        return chain().parameters();
    }

    private Chain chain() {
        return new Chain(List.copyOf(layers));
    }
}
