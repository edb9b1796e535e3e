package dev.isograd.worker;

import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.devices.Gpu;
import dev.isograd.worker.devices.TakenDevices;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables by which a child process sees its own devices and no others. */
final class DeviceEnvironment {

    private DeviceEnvironment() {}

    /** @param cache folder for the kernels that CUDA compiles; the home of the process may be read-only */
    static Map<String, String> of(TakenDevices devices, Path cache) {
        Map<String, String> environment = new LinkedHashMap<>();
        // By UUID, because the numbers of GPUs differ between the driver and CUDA. Empty for the CPU: without the
        // variable, CUDA would show every GPU.
        environment.put(
                "CUDA_VISIBLE_DEVICES", devices.gpus().stream().map(Gpu::uuid).collect(Collectors.joining(",")));
        if (devices.kind() == DeviceKind.CPU) {
            return environment;
        }
        environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        // Kernels that a training does not call take no memory.
        environment.put("CUDA_MODULE_LOADING", "LAZY");
        // Deterministic matrix products need workspaces of a fixed size, known before cuBLAS starts.
        environment.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        environment.put("CUDA_CACHE_PATH", cache.toAbsolutePath().toString());
        if (devices.gpus().stream().noneMatch(Gpu::mig)) {
            // Freed memory of one size serves arrays of another. Instances of a GPU do not support it.
            environment.put("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True");
        }
        return environment;
    }
}
