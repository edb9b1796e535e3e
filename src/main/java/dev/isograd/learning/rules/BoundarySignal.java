package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Recording;
import org.jspecify.annotations.Nullable;

/**
 * All that crosses a boundary in one step, upwards: the features of the module below and its own gradient by them.
 *
 * <p>Both are bare values. No graph comes along, so nothing a module does can move the parameters below it.
 */
final class BoundarySignal implements AutoCloseable {

    private final NDArray features;
    private final @Nullable NDArray gradient;

    private BoundarySignal(NDArray features, @Nullable NDArray gradient) {
        this.features = features;
        this.gradient = gradient;
    }

    /** Below the first module: the images, and no gradient. */
    static BoundarySignal images(NDArray images) {
        return new BoundarySignal(images, null);
    }

    /** Outlives the open {@code NDScope}, so that the module's graph can go while its results stay. */
    static BoundarySignal of(NDArray features, NDArray gradient) {
        BoundarySignal crossing = new BoundarySignal(Recording.detached(features), Recording.detached(gradient));
        NDScope.unregister(crossing.features, crossing.gradient);
        return crossing;
    }

    /** The input x of the module above; differentiable unless it is the images. */
    NDArray input() {
        return gradient == null ? features : Recording.leaf(features);
    }

    /** The same values for a module that differentiates nothing. */
    NDArray features() {
        return features;
    }

    /** The constant t; null below the first module. */
    @Nullable
    NDArray gradient() {
        return gradient;
    }

    /** What crossed for the first samples alone, as if they were the batch: its mean is over fewer. */
    BoundarySignal first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        if (gradient == null) {
            return new BoundarySignal(features.get(rows), null);
        }
        double share = (double) features.getShape().get(0) / samples;
        return new BoundarySignal(features.get(rows), gradient.get(rows).mul(Constant.of(share, gradient)));
    }

    /** Leaves images to whoever made them. */
    @Override
    public void close() {
        if (gradient != null) {
            features.close();
            gradient.close();
        }
    }
}
