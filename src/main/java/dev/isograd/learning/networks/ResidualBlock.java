package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import dev.isograd.learning.autograd.Recording;
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

/** Layers beside a shortcut, and a ReLU of their sum. */
class ResidualBlock implements AnalyticLayer {

    private final AnalyticChain residual;
    private final AnalyticLayer shortcut;

    /** @param shortcut an empty chain where the shape stays */
    ResidualBlock(AnalyticChain residual, AnalyticLayer shortcut) {
        this.residual = residual;
        this.shortcut = shortcut;
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        NDArray other = shortcut.forward(x, mode);
        try (NDArray residual = this.residual.forward(x, mode);
                NDArray sum = residual.add(other)) {
            return Activation.relu(sum);
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
        // All that the two passes keep of their outputs is in what they were made of.
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
    public List<Parameter> parameters() {
        return Stream.concat(residual.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    private record Pass(AnalyticPass residual, AnalyticPass shortcut, ActivationMask selection)
            implements AnalyticPass {

        @Override
        public NDArray output() {
            return selection.output();
        }

        @Override
        public NDArray vjp(NDArray d) {
            NDArray u = selection.vjp(d);
            return sum(residual.vjp(another(u)), shortcut.vjp(u));
        }

        @Override
        public NDArray jvp(NDArray v) {
            return selection.jvp(sum(residual.jvp(another(v)), shortcut.jvp(v)));
        }

        @Override
        public NDArray secondOrderVjp(NDArray q) {
            NDArray u = selection.secondOrderVjp(q);
            return sum(residual.secondOrderVjp(another(u)), shortcut.secondOrderVjp(u));
        }

        @Override
        public void end(NDArray q) {
            NDArray u = selection.secondOrderVjp(q);
            residual.end(another(u));
            shortcut.end(u);
        }

        @Override
        public NDList parameterGradients() {
            NDList gradients = residual.parameterGradients();
            gradients.addAll(shortcut.parameterGradients());
            return gradients;
        }

        /** For the residual, which reads at either end and writes nowhere: weights and batch normalisation are there. */
        private static NDArray another(NDArray array) {
            return Recording.detached(array);
        }

        private static NDArray sum(NDArray residual, NDArray shortcut) {
            try (shortcut) {
                return residual.addi(shortcut);
            }
        }
    }
}
