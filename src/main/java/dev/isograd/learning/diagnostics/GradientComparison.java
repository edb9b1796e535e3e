package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Compares the gradients that optimizers receive for the bodies of modules with other gradients of the same parameters. */
final class GradientComparison {

    /** Numbers compared at a time: in double precision, whole arrays would take six times the memory of a gradient. */
    private static final long PART = 1 << 17;

    private final Map<NDArray, NDArray> expected;
    private final Map<NDArray, Comparison> comparisons = new IdentityHashMap<>();
    private final List<Comparison> bodies = new ArrayList<>();

    /** @param expected the other gradients, by parameter; gradients of heads may be included */
    GradientComparison(LocalNetwork network, Map<NDArray, NDArray> expected) {
        this.expected = expected;
        for (LocalModule module : network.modules()) {
            Comparison body = new Comparison();
            bodies.add(body);
            Parameter.trainable(module.body().parameters()).forEach(array -> comparisons.put(array, body));
        }
    }

    /** Ignores the parameters of heads. */
    void compare(NDArray parameter, NDArray gradient) {
        Comparison body = comparisons.get(parameter);
        NDArray other = expected.get(parameter);
        if (body != null && other != null) {
            body.add(gradient, other);
        }
    }

    /** The cosine for the body of each module, first module first; 0 if either gradient is 0. */
    List<Double> cosines() {
        return bodies.stream().map(Comparison::cosine).toList();
    }

    /** The length of the difference for the body of each module; exactly 0 if all numbers are equal. */
    List<Double> distances() {
        return bodies.stream().map(body -> Math.sqrt(body.difference)).toList();
    }

    /** Sums over the parameters of one body, in double precision, because they add millions of small numbers. */
    private static final class Comparison {

        private double product;
        private double squared;
        private double otherSquared;
        private double difference;

        void add(NDArray gradient, NDArray other) {
            try (NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                NDArray g = gradient.flatten();
                NDArray e = other.flatten();
                for (long from = 0; from < g.size(); from += PART) {
                    NDIndex part = new NDIndex().addSliceDim(from, Math.min(from + PART, g.size()));
                    addPart(g.get(part), e.get(part));
                }
            }
        }

        private void addPart(NDArray gradient, NDArray other) {
            try (NDScope scope = new NDScope()) {
                NDArray g = gradient.toType(DataType.FLOAT64, false);
                NDArray e = other.toType(DataType.FLOAT64, false);
                product += g.dot(e).getDouble();
                squared += g.dot(g).getDouble();
                otherSquared += e.dot(e).getDouble();
                NDArray apart = g.sub(e);
                difference += apart.dot(apart).getDouble();
            }
        }

        double cosine() {
            double lengths = Math.sqrt(squared) * Math.sqrt(otherSquared);
            return lengths == 0 ? 0 : product / lengths;
        }
    }
}
