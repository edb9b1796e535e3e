package dev.isograd.worker;

import dev.isograd.children.CudaEnvironment;
import dev.isograd.worker.devices.Gpu;
import dev.isograd.worker.devices.TakenDevices;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables by which a child process sees the devices that it has taken. */
final class DeviceEnvironment {

    private DeviceEnvironment() {}

    /** @param cache folder for the kernels that CUDA compiles */
    static Map<String, String> of(TakenDevices devices, Path cache) {
        // By UUID, because the numbers of GPUs differ between the driver and CUDA.
        return CudaEnvironment.of(
                devices.gpus().stream().map(Gpu::uuid).collect(Collectors.joining(",")),
                devices.gpus().stream().anyMatch(Gpu::mig),
                cache);
    }
}
