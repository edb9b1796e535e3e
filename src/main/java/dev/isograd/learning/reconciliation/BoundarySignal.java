package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Recording;
import org.jspecify.annotations.Nullable;

/**
 * All that crosses a boundary in one step, upwards: the features of the module below, and the gradient of its loss with
 * respect to them.
 *
 * <p>Both are detached, so nothing that a module does can move the parameters below it.
 */
public final class BoundarySignal implements AutoCloseable {

    private final NDArray features;
    private final @Nullable NDArray gradient;

    private BoundarySignal(NDArray features, @Nullable NDArray gradient) {
        this.features = features;
        this.gradient = gradient;
    }

    /** The signal below the first module: the images, and no gradient. */
    public static BoundarySignal images(NDArray images) {
        return new BoundarySignal(images, null);
    }

    /**
     * The signal above a module. It outlives the open {@code NDScope}, so the graph of the module can be freed.
     *
     * @param features o, detached here
     * @param gradient d, of the shape of the features; detached here
     */
    public static BoundarySignal of(NDArray features, NDArray gradient) {
        BoundarySignal signal = new BoundarySignal(Recording.detached(features), Recording.detached(gradient));
        NDScope.unregister(signal.features, signal.gradient);
        return signal;
    }

    /** x, the input of the module above; a loss can be differentiated with respect to it unless it is the images. */
    public NDArray input() {
        return gradient == null ? features : Recording.leaf(features);
    }

    /** x for a module that records nothing. */
    public NDArray features() {
        return features;
    }

    /** t, a constant of the shape of x; null below the first module. */
    public @Nullable NDArray gradient() {
        return gradient;
    }

    /** The signal of the first samples as if they were the batch: t is scaled, because the loss is a mean over fewer samples. */
    BoundarySignal first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        if (gradient == null) {
            return new BoundarySignal(features.get(rows), null);
        }
        double share = (double) features.getShape().get(0) / samples;
        return new BoundarySignal(features.get(rows), gradient.get(rows).mul(Constant.of(share, gradient)));
    }

    /** Frees the arrays; images belong to the caller. */
    @Override
    public void close() {
        if (gradient != null) {
            features.close();
            gradient.close();
        }
    }
}
