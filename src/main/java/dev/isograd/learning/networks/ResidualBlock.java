package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.ActivationMask;
import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.AnalyticLayer;
import dev.isograd.learning.layers.AnalyticPass;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import java.util.stream.Stream;

/** Residual layers and a shortcut in parallel, and a ReLU of their sum. */
class ResidualBlock implements AnalyticLayer {

    private final AnalyticChain residual;
    private final AnalyticLayer shortcut;

    /** @param shortcut an empty chain if the shape stays the same */
    ResidualBlock(AnalyticChain residual, AnalyticLayer shortcut) {
        this.residual = residual;
        this.shortcut = shortcut;
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        NDArray other = shortcut.forward(x, mode);
        // The residual ends with batch normalization, whose derivative does not need its output: the sum may replace
        // it.
        try (NDArray sum = residual.forward(x, mode).addi(other)) {
            return Operators.relu(sum);
        } finally {
            if (other != x) {
                other.close();
            }
        }
    }

    @Override
    public AnalyticPass pass(NDArray x, Mode mode) {
        AnalyticPass residual = this.residual.pass(x, mode);
        AnalyticPass shortcut = this.shortcut.pass(x, mode);
        // Neither pass needs its output again, so the sum may replace it.
        NDArray sum = residual.output().addi(shortcut.output());
        if (shortcut.output() != x) {
            shortcut.output().close();
        }
        return new Pass(residual, shortcut, ActivationMask.of(sum, false));
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        Traced sum = residual.trace(x, saved);
        Traced other = shortcut.trace(x, saved);
        if (other != x) {
            saved.shareGradient(other);
        }
        return Operation.relu().trace(sum, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.relu(graph.add(residual.describe(graph, x), shortcut.describe(graph, x)));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(residual.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    private record Pass(AnalyticPass residual, AnalyticPass shortcut, ActivationMask mask) implements AnalyticPass {

        @Override
        public NDArray output() {
            return mask.output();
        }

        @Override
        public Vjp vjp(NDArray outputGradient) {
            NDArray u = mask.applyTransposed(outputGradient);
            Vjp residual = this.residual.vjp(anotherHandle(u));
            Vjp shortcut = this.shortcut.vjp(u);
            NDArray inputGradient = sum(residual.inputGradient(), shortcut.inputGradient());
            return new BlockVjp(residual, shortcut, mask, inputGradient);
        }

        /** For the residual, whose outermost layers have weights: they read their argument and never write to it. */
        private static NDArray anotherHandle(NDArray array) {
            return Recording.detached(array);
        }

        private static NDArray sum(NDArray residual, NDArray shortcut) {
            try (shortcut) {
                return residual.addi(shortcut);
            }
        }

        private record BlockVjp(
                AnalyticPass.Vjp residual, AnalyticPass.Vjp shortcut, ActivationMask mask, NDArray inputGradient)
                implements AnalyticPass.Vjp {

            @Override
            public Jvp jvp(NDArray inputTangent) {
                Jvp residual = this.residual.jvp(anotherHandle(inputTangent));
                Jvp shortcut = this.shortcut.jvp(inputTangent);
                NDArray tangent = mask.apply(sum(residual.outputTangent(), shortcut.outputTangent()));
                return new BlockJvp(residual, shortcut, mask, tangent);
            }
        }

        private record BlockJvp(
                AnalyticPass.Jvp residual, AnalyticPass.Jvp shortcut, ActivationMask mask, NDArray outputTangent)
                implements AnalyticPass.Jvp {

            @Override
            public SecondOrder secondOrderVjp(NDArray outputGradient) {
                NDArray u = mask.applyTransposed(outputGradient);
                SecondOrder residual = this.residual.secondOrderVjp(anotherHandle(u));
                SecondOrder shortcut = this.shortcut.secondOrderVjp(u);
                return new SecondOrder(
                        sum(residual.input(), shortcut.input()), both(residual.parameters(), shortcut.parameters()));
            }

            @Override
            public NDList parameterGradients(NDArray outputGradient) {
                NDArray u = mask.applyTransposed(outputGradient);
                NDList residual = this.residual.parameterGradients(anotherHandle(u));
                return both(residual, shortcut.parameterGradients(u));
            }

            private static NDList both(NDList residual, NDList shortcut) {
                residual.addAll(shortcut);
                return residual;
            }
        }
    }
}
