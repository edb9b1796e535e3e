package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/**
 * Class scores from fixed unit vectors at equal and maximal angles: a simplex equiangular tight frame (Papyan et al. 2020,
 * arXiv 2008.08186).
 */
public final class SimplexScores implements LinearLayer {

    private final Parameter directions;

    /** @throws IllegalArgumentException if there are fewer features than classes */
    public SimplexScores(Initializer initializer, String name, int in, int classes) {
        if (in < classes) {
            throw new IllegalArgumentException(
                    "A simplex of %d classes needs at least as many features; there are %d".formatted(classes, in));
        }
        double[][] basis = orthonormal(initializer, classes, in);
        this.directions = initializer.fixed(name + ".directions", new Shape(classes, in), simplex(basis));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return Linear.linear(x, directions.array()).singletonOrThrow();
    }

    @Override
    public NDArray jvp(NDArray v) {
        return Linear.linear(v, directions.array()).singletonOrThrow();
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        return gradient.matMul(directions.array());
    }

    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        return new NDList();
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        return new NDList();
    }

    /** Fixed directions have no gradient, so nothing is saved. */
    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return Traced.of(
                new FeatureShape(Math.toIntExact(directions.array().getShape().get(0)), 1, 1));
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.linear(x, directions.in(graph), null);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(directions);
    }

    /** The rows sqrt(C / (C - 1)) (u_c - mean of all u). */
    private static double[] simplex(double[][] basis) {
        int classes = basis.length;
        int in = basis[0].length;
        double scale = Math.sqrt(classes / (classes - 1.0));
        double[] rows = new double[classes * in];
        for (int i = 0; i < in; i++) {
            double mean = 0;
            for (double[] u : basis) {
                mean += u[i] / classes;
            }
            for (int c = 0; c < classes; c++) {
                rows[c * in + i] = scale * (basis[c][i] - mean);
            }
        }
        return rows;
    }

    /** Random orthonormal vectors, by Gram-Schmidt. */
    private static double[][] orthonormal(Initializer initializer, int count, int length) {
        double[][] basis = new double[count][];
        for (int c = 0; c < count; c++) {
            double[] u = initializer.gaussians(length);
            for (int before = 0; before < c; before++) {
                addScaled(u, -dot(u, basis[before]), basis[before]);
            }
            addScaled(u, 1 / Math.sqrt(dot(u, u)) - 1, u.clone());
            basis[c] = u;
        }
        return basis;
    }

    private static void addScaled(double[] target, double factor, double[] other) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * other[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
