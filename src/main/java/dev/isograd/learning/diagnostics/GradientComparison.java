package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Compares what optimizers get for the bodies of a network's modules with other gradients by the same parameters. */
final class GradientComparison {

    private final Map<NDArray, NDArray> expected;
    private final Map<NDArray, Comparison> comparisons = new IdentityHashMap<>();
    private final List<Comparison> bodies = new ArrayList<>();

    /** @param expected by parameter; heads may be among them */
    GradientComparison(LocalNetwork network, Map<NDArray, NDArray> expected) {
        this.expected = expected;
        for (LocalModule module : network.modules()) {
            Comparison body = new Comparison();
            bodies.add(body);
            Parameter.trainable(module.body().parameters()).forEach(array -> comparisons.put(array, body));
        }
    }

    /** Those of heads are passed over. */
    void compare(NDArray parameter, NDArray gradient) {
        Comparison body = comparisons.get(parameter);
        NDArray other = expected.get(parameter);
        if (body != null && other != null) {
            body.add(gradient, other);
        }
    }

    /** Of each module's body, first module first; 0 where either gradient is. */
    List<Double> cosines() {
        return bodies.stream().map(Comparison::cosine).toList();
    }

    /** Length of the difference for each module's body; exactly 0 where all numbers are equal. */
    List<Double> distances() {
        return bodies.stream().map(body -> Math.sqrt(body.difference)).toList();
    }

    /** Sums over the parameters of one body, in double precision: they go over millions of small numbers. */
    private static final class Comparison {

        private double product;
        private double squared;
        private double otherSquared;
        private double difference;

        void add(NDArray gradient, NDArray other) {
            try (NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                NDArray g = gradient.toType(DataType.FLOAT64, false);
                NDArray e = other.toType(DataType.FLOAT64, false);
                product += g.mul(e).sum().getDouble();
                squared += g.square().sum().getDouble();
                otherSquared += e.square().sum().getDouble();
                difference += g.sub(e).square().sum().getDouble();
            }
        }

        double cosine() {
            double lengths = Math.sqrt(squared) * Math.sqrt(otherSquared);
            return lengths == 0 ? 0 : product / lengths;
        }
    }
}
