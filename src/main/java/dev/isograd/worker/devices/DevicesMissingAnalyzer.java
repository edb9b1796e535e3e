package dev.isograd.worker.devices;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports at startup that a GPU is missing which the settings require. */
final class DevicesMissingAnalyzer extends AbstractFailureAnalyzer<DevicesMissing> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DevicesMissing cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Check `nvidia-smi -L` on this machine; in a container, NVIDIA_DRIVER_CAPABILITIES must contain utility and compute. "
                        + "With isograd.worker.devices=auto, the worker uses the GPUs that there are, and the CPU.",
                cause);
    }
}
