package dev.isograd.learning.reconciliation;

import ai.djl.Device;
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
    private final boolean owned;

    private BoundarySignal(NDArray features, @Nullable NDArray gradient, boolean owned) {
        this.features = features;
        this.gradient = gradient;
        this.owned = owned;
    }

    /** The signal below the first module: the images, which stay the caller's, and no gradient. */
    public static BoundarySignal images(NDArray images) {
        return new BoundarySignal(images, null, false);
    }

    /** As {@link #images}, but the signal takes over the images. */
    public static BoundarySignal ownedImages(NDArray images) {
        NDScope.unregister(images);
        return new BoundarySignal(images, null, true);
    }

    /** The signal above a module that does not learn: its features, detached here, and no gradient. */
    public static BoundarySignal features(NDArray features) {
        BoundarySignal signal = new BoundarySignal(Recording.detached(features), null, true);
        NDScope.unregister(signal.features);
        return signal;
    }

    /**
     * The signal above a module. It outlives the open {@code NDScope}, so the graph of the module can be freed.
     *
     * @param features o, detached here
     * @param gradient d, of the shape of the features; detached here
     */
    public static BoundarySignal of(NDArray features, NDArray gradient) {
        BoundarySignal signal = new BoundarySignal(Recording.detached(features), Recording.detached(gradient), true);
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
            return new BoundarySignal(features.get(rows), null, false);
        }
        double share = (double) features.getShape().get(0) / samples;
        return new BoundarySignal(features.get(rows), gradient.get(rows).mul(Constant.of(share, gradient)), false);
    }

    /** This signal on a device: itself if it is there, else a copy that replaces it. */
    public BoundarySignal on(Device device) {
        if (features.getDevice().equals(device)) {
            return this;
        }
        NDArray there = features.toDevice(device, false);
        NDArray gradientThere = gradient == null ? null : gradient.toDevice(device, false);
        BoundarySignal moved = new BoundarySignal(there, gradientThere, true);
        NDScope.unregister(there);
        if (gradientThere != null) {
            NDScope.unregister(gradientThere);
        }
        close();
        return moved;
    }

    /** Frees the arrays, except images of the caller. */
    @Override
    public void close() {
        if (owned) {
            features.close();
            if (gradient != null) {
                gradient.close();
            }
        }
    }
}
