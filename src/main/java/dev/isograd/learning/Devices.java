package dev.isograd.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.spec.TrainingSpec;

/** Chooses the device of a training. */
public final class Devices {

    static final String ENGINE = "PyTorch";

    private Devices() {}

    /**
     * Chooses the device and creates an array on it, so that all memory allocated afterwards belongs to the training.
     *
     * @throws DeviceMissing if a GPU is wanted and there is none
     */
    public static Device warmedUp(TrainingSpec.Device wanted) {
        Device device = choose(wanted);
        try (NDManager manager = NDManager.newBaseManager(device, ENGINE);
                NDArray one = manager.ones(new Shape(1))) {
            one.toFloatArray();
        }
        return device;
    }

    static Device choose(TrainingSpec.Device wanted) {
        return switch (wanted) {
            case CPU -> Device.cpu();
            case GPU -> {
                if (gpus() == 0) {
                    throw new DeviceMissing();
                }
                yield Device.gpu();
            }
            case AUTO -> gpus() > 0 ? Device.gpu() : Device.cpu();
        };
    }

    static int gpus() {
        return Engine.getEngine(ENGINE).getGpuCount();
    }
}
