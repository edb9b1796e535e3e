package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Constant;

/** Dead channels: 0 at every position of every image of a batch, as after a ReLU that never activates. */
final class DeadUnits {

    private static final int[] IMAGES_AND_POSITIONS = {0, 2};

    private DeadUnits() {}

    /** Returns the share of dead channels, 0 to 1. */
    static double of(NDArray features_BCHW) {
        NDArray features_BCP = features_BCHW.reshape(
                features_BCHW.getShape().get(0), features_BCHW.getShape().get(1), -1);
        NDArray sizes_C = features_BCP.abs().sum(IMAGES_AND_POSITIONS);
        NDArray dead_C = sizes_C.eq(Constant.of(0, sizes_C));
        return dead_C.toType(DataType.FLOAT64, false).mean().getDouble();
    }
}
