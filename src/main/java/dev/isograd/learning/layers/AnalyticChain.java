package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Analytic layers one after another. */
public record AnalyticChain(List<AnalyticLayer> layers) implements AnalyticLayer {

    public AnalyticChain {
        layers = List.copyOf(layers);
    }

    public static AnalyticChain of(AnalyticLayer... layers) {
        return new AnalyticChain(List.of(layers));
    }

    /** Returns the chain as an analytic one if all of its layers are analytic. */
    public static Optional<AnalyticChain> of(Chain chain) {
        List<AnalyticLayer> analytic = new ArrayList<>();
        for (Layer layer : chain.layers()) {
            if (!(layer instanceof AnalyticLayer each)) {
                return Optional.empty();
            }
            analytic.add(each);
        }
        return Optional.of(new AnalyticChain(analytic));
    }

    @Override
    public AnalyticPass pass(NDArray x, Mode mode) {
        List<AnalyticPass> passes = new ArrayList<>();
        NDArray y = x;
        for (AnalyticLayer layer : layers) {
            passes.add(layer.pass(y, mode));
            y = passes.getLast().output();
        }
        return new AnalyticChainPass(passes, y);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return chain().forward(x, mode);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return chain().trace(x, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return chain().describe(graph, x);
    }

    @Override
    public List<Parameter> parameters() {
        return chain().parameters();
    }

    private Chain chain() {
        return new Chain(List.copyOf(layers));
    }
}
