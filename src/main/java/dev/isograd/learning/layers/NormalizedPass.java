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
final class NormalizedPass implements AnalyticPass {

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
    public NDArray vjp(NDArray u) {
        try (u) {
            ofU = batch.project(u);
        }
        return weights.inputGradient(ofU.array(), batch.gamma_C(), x);
    }

    @Override
    public NDArray jvp(NDArray ofX) {
        Projection u = Objects.requireNonNull(ofU);
        try (ofX;
                NDArray v = weights.jvp(ofX)) {
            NDList weightGradients = weights.jvpParameterGradients(u.array(), ofX);
            weightGradients.forEach(each -> each.muli(perOutput(batch.gamma_C(), each)));
            Projection ofV = batch.projectScaled(v);
            NDArray product_C = Operators.sumOfProducts(u.array(), v);
            tangent = new Tangent(batch.second(u, ofV, product_C), product_C, weightGradients);
            // e has a handle of its own on this memory, and is the last to need it.
            u.array().close();
            return ofV.array();
        }
    }

    @Override
    public NDArray secondOrderVjp(NDArray q) {
        try (NDArray r = zGradient(q)) {
            return weights.inputGradient(r, x);
        }
    }

    @Override
    public void end(NDArray q) {
        zGradient(q).close();
    }

    /** r; and on the way the gradients by parameters. */
    private NDArray zGradient(NDArray q) {
        Projection ofQ;
        try (q) {
            ofQ = batch.projectScaled(q);
        }
        NDArray r = ofQ.array();
        NDArray gammaGradient = ofQ.alongN_C();
        if (tangent != null) {
            try (NDArray e = tangent.zGradient()) {
                r.addi(e);
            }
            gammaGradient.addi(tangent.gammaGradient());
        }
        gradients = weights.parameterGradients(r, x);
        for (int i = 0; tangent != null && i < gradients.size(); i++) {
            gradients.get(i).addi(tangent.weightGradients().get(i));
        }
        gradients.add(gammaGradient);
        gradients.add(ofQ.sum_C());
        return r;
    }

    @Override
    public NDList parameterGradients() {
        return gradients;
    }

    /** One factor for all weights of an output. */
    private static NDArray perOutput(NDArray factor_C, NDArray weight) {
        long[] shape = new long[weight.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        return factor_C.reshape(new Shape(shape));
    }

    /** The part in the gradients of D that W, gamma, and z through P and n, have by the tangent. */
    private record Tangent(NDArray zGradient, NDArray gammaGradient, NDList weightGradients) {}
}
