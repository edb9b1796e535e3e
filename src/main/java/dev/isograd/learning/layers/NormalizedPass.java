package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.layers.NormalizedBatch.Projection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pass of a linear layer with batch normalization, z = W x and y = gamma n + beta.
 *
 * <p>Let u be the gradient of L with respect to y, x' the tangent of x and z' = W x', q the gradient of L + D with respect
 * to y, and P the projection of {@link NormalizedBatch}:
 *
 * <pre>
 * vjp               Wᵀ gamma P u
 * jvp               gamma P z'
 * secondOrderVjp    Wᵀ r,  r = gamma P q + e,  e the gradient with respect to z of the sum of u gamma P z'
 * gradients         r xᵀ + gamma P u x'ᵀ of W,  sum of n q + u P z' of gamma,  sum of q of beta
 * </pre>
 *
 * <p>Between the steps, x, z and P u are kept. e later takes the memory of P u.
 */
final class NormalizedPass implements AnalyticPass {

    private final LinearLayer weights;
    private final NDArray x;
    private final NormalizedBatch batch;

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
    public Vjp vjp(NDArray u) {
        Projection ofU;
        try (u) {
            ofU = batch.project(u);
        }
        return new NormalizedVjp(this, ofU, weights.inputGradient(ofU.array(), batch.gamma_C(), x));
    }

    /** Takes the gradients of L with respect to W, gamma and beta, as an ordinary backward pass does; takes q over. */
    NDList parameterGradients(NDArray q) {
        ZGradient gradient = zGradient(q, null);
        gradient.r().close();
        return gradient.parameters();
    }

    private Jvp jvp(Projection u, NDArray xTangent) {
        try (xTangent;
                NDArray zTangent = weights.jvp(xTangent)) {
            NDList weightGradients = weights.jvpParameterGradients(u.array(), xTangent);
            weightGradients.forEach(each -> each.muli(perOutput(batch.gamma_C(), each)));
            Projection ofTangent = batch.projectScaled(zTangent);
            NDArray product_C = Operators.sumOfProducts(u.array(), zTangent);
            NDArray e = batch.second(u, ofTangent, product_C);
            // e has its own handle on this memory, and nothing else needs it.
            u.array().close();
            return new NormalizedJvp(this, ofTangent.array(), new TangentTerms(e, product_C, weightGradients));
        }
    }

    private ZGradient zGradient(NDArray q, @Nullable TangentTerms tangent) {
        Projection ofQ;
        try (q) {
            ofQ = batch.projectScaled(q);
        }
        NDArray r = ofQ.array();
        NDArray gammaGradient = ofQ.alongN_C();
        if (tangent != null) {
            try (NDArray e = tangent.z()) {
                r.addi(e);
            }
            gammaGradient.addi(tangent.gamma());
        }
        NDList gradients = weights.parameterGradients(r, x);
        for (int i = 0; tangent != null && i < gradients.size(); i++) {
            gradients.get(i).addi(tangent.weights().get(i));
        }
        gradients.add(gammaGradient);
        gradients.add(ofQ.sum_C());
        return new ZGradient(r, gradients);
    }

    /** Shapes one factor per output so that it multiplies all weights of that output. */
    private static NDArray perOutput(NDArray factor_C, NDArray weight) {
        long[] shape = new long[weight.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        return factor_C.reshape(new Shape(shape));
    }

    private record NormalizedVjp(NormalizedPass pass, Projection ofU, NDArray inputGradient) implements Vjp {

        @Override
        public Jvp jvp(NDArray inputTangent) {
            return pass.jvp(ofU, inputTangent);
        }
    }

    private record NormalizedJvp(NormalizedPass pass, NDArray outputTangent, TangentTerms tangent) implements Jvp {

        @Override
        public SecondOrder secondOrderVjp(NDArray q) {
            ZGradient gradient = pass.zGradient(q, tangent);
            try (NDArray r = gradient.r()) {
                return new SecondOrder(pass.weights.inputGradient(r, pass.x), gradient.parameters());
            }
        }

        @Override
        public NDList parameterGradients(NDArray q) {
            ZGradient gradient = pass.zGradient(q, tangent);
            gradient.r().close();
            return gradient.parameters();
        }
    }

    /** Parts of the gradients of D that come from the tangent: with respect to z through P and n, to gamma, and to W. */
    private record TangentTerms(NDArray z, NDArray gamma, NDList weights) {}

    /** The gradient r with respect to z, and those with respect to W, gamma and beta. */
    private record ZGradient(NDArray r, NDList parameters) {}
}
