package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.layers.NormalizedBatch.Projection;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way through a linear layer and batch normalisation, z = W x and y = gamma n + beta.
 *
 * <p>With u the gradient of L by y, v = W x' for the tangent x', q the gradient of L + D by y, and P of
 * {@link NormalizedBatch}:
 *
 * <pre>
 * back         Wᵀ gamma P u
 * tangent      gamma P v
 * back again   Wᵀ r,  r = gamma P q + e,  e the gradient by z of the sum of u gamma P v
 * gradients    r xᵀ + gamma P u x'ᵀ by W,  sum of n q + u P v by gamma,  sum of q by beta
 * </pre>
 *
 * <p>Kept between passes are x, z, and P u, in whose place e comes.
 */
final class NormalizedPass implements ClosedPass {

    private final LinearLayer weights;
    private final NDArray x;
    private final NormalizedBatch batch;

    private @Nullable Projection ofU;
    private @Nullable Tangent tangent;
    private NDList gradients = new NDList();

    NormalizedPass(LinearLayer weights, NDArray x, NormalizedBatch batch) {
        this.weights = weights;
        this.x = x;
        this.batch = batch;
    }

    @Override
    public NDArray output() {
        return batch.y();
    }

    @Override
    public NDArray back(NDArray u) {
        try (u) {
            ofU = batch.project(u);
        }
        return weights.byInput(ofU.array(), batch.gamma_C(), x);
    }

    @Override
    public NDArray tangent(NDArray ofX) {
        Projection u = Objects.requireNonNull(ofU);
        try (ofX;
                NDArray v = weights.tangent(ofX)) {
            NDList byWeights = weights.tangentByParameters(u.array(), ofX);
            byWeights.forEach(each -> each.muli(byOutput(batch.gamma_C(), each)));
            Projection ofV = batch.projectScaled(v);
            NDArray product_C = Operators.sumOfProducts(u.array(), v);
            tangent = new Tangent(batch.second(u, ofV, product_C), product_C, byWeights);
            // e has a handle of its own on this memory, and is the last to need it.
            u.array().close();
            return ofV.array();
        }
    }

    @Override
    public NDArray backAgain(NDArray q) {
        try (NDArray r = byZ(q)) {
            return weights.byInput(r, x);
        }
    }

    @Override
    public void end(NDArray q) {
        byZ(q).close();
    }

    /** r; and on the way the gradients by parameters. */
    private NDArray byZ(NDArray q) {
        Projection ofQ;
        try (q) {
            ofQ = batch.projectScaled(q);
        }
        NDArray r = ofQ.array();
        NDArray byGamma = ofQ.alongN_C();
        if (tangent != null) {
            try (NDArray e = tangent.byZ()) {
                r.addi(e);
            }
            byGamma.addi(tangent.byGamma());
        }
        gradients = weights.byParameters(r, x);
        for (int i = 0; tangent != null && i < gradients.size(); i++) {
            gradients.get(i).addi(tangent.byWeights().get(i));
        }
        gradients.add(byGamma);
        gradients.add(ofQ.sum_C());
        return r;
    }

    @Override
    public NDList byParameters() {
        return gradients;
    }

    /** One factor for all weights of an output. */
    private static NDArray byOutput(NDArray factor_C, NDArray weight) {
        long[] shape = new long[weight.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        return factor_C.reshape(new Shape(shape));
    }

    /** The part in the gradients of D that W, gamma, and z through P and n, have by the tangent. */
    private record Tangent(NDArray byZ, NDArray byGamma, NDList byWeights) {}
}
