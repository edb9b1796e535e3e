package dev.isograd.trainer;

import dev.isograd.learning.spec.TrainingSpec;

/** The device that the worker chose for this process: it shows its GPUs to CUDA by an environment variable. */
final class SlotDevice {

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    private SlotDevice() {}

    static boolean isGpu() {
        String visible = System.getenv(VISIBLE);
        return visible != null && !visible.isEmpty();
    }

    /** Returns what the spec asks for; a process on a GPU's slot never falls back to the CPU. */
    static TrainingSpec.Device of(TrainingSpec spec) {
        return isGpu() && spec.device() == TrainingSpec.Device.AUTO ? TrainingSpec.Device.GPU : spec.device();
    }
}
