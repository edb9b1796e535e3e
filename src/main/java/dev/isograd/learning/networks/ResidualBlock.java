package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.ClosedChain;
import dev.isograd.learning.layers.ClosedLayer;
import dev.isograd.learning.layers.ClosedPass;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.Selection;
import dev.isograd.learning.layers.Tape;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import java.util.stream.Stream;

/** Layers beside a shortcut, and a ReLU of their sum. */
class ResidualBlock implements ClosedLayer {

    private final ClosedChain residual;
    private final ClosedLayer shortcut;

    /** @param shortcut an empty chain where the shape stays */
    ResidualBlock(ClosedChain residual, ClosedLayer shortcut) {
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
    public ClosedPass pass(NDArray x, Mode mode) {
        ClosedPass residual = this.residual.pass(x, mode);
        ClosedPass shortcut = this.shortcut.pass(x, mode);
        // All that the two passes keep of their outputs is in what they were made of.
        NDArray sum = residual.output().addi(shortcut.output());
        if (shortcut.output() != x) {
            shortcut.output().close();
        }
        return new Pass(residual, shortcut, Selection.of(sum, false));
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        Traced sum = residual.trace(x, tape);
        Traced other = shortcut.trace(x, tape);
        if (other != x) {
            tape.shareGradient(other);
        }
        return Operation.relu().trace(sum, tape);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(residual.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    private record Pass(ClosedPass residual, ClosedPass shortcut, Selection selection) implements ClosedPass {

        @Override
        public NDArray output() {
            return selection.output();
        }

        @Override
        public NDArray back(NDArray d) {
            NDArray u = selection.back(d);
            return sum(residual.back(another(u)), shortcut.back(u));
        }

        @Override
        public NDArray tangent(NDArray v) {
            return selection.tangent(sum(residual.tangent(another(v)), shortcut.tangent(v)));
        }

        @Override
        public NDArray backAgain(NDArray q) {
            NDArray u = selection.backAgain(q);
            return sum(residual.backAgain(another(u)), shortcut.backAgain(u));
        }

        @Override
        public void end(NDArray q) {
            NDArray u = selection.backAgain(q);
            residual.end(another(u));
            shortcut.end(u);
        }

        @Override
        public NDList byParameters() {
            NDList gradients = residual.byParameters();
            gradients.addAll(shortcut.byParameters());
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
