package dev.isograd.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.isograd.learning.spec.TrainingSpec;

/** Chooses where to train. */
final class Devices {

    static final String ENGINE = "PyTorch";

    private Devices() {}

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

    private static int gpus() {
        return Engine.getEngine(ENGINE).getGpuCount();
    }
}
