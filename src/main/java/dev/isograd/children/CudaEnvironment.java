package dev.isograd.children;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables by which a child process sees its own GPUs and no others. */
public final class CudaEnvironment {

    private CudaEnvironment() {}

    /**
     * @param visible UUIDs or numbers of the GPUs, separated by commas; empty for the CPU
     * @param mig whether one of them is an instance of a GPU
     * @param cache folder for the kernels that CUDA compiles; the home of the process may be read-only
     */
    public static Map<String, String> of(String visible, boolean mig, Path cache) {
        Map<String, String> environment = new LinkedHashMap<>();
        // Empty for the CPU: without the variable, CUDA would show every GPU.
        environment.put("CUDA_VISIBLE_DEVICES", visible);
        if (visible.isEmpty()) {
            return environment;
        }
        environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        // Kernels that a training does not call take no memory.
        environment.put("CUDA_MODULE_LOADING", "LAZY");
        // Deterministic matrix products need workspaces of a fixed size, known before cuBLAS starts.
        environment.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        environment.put("CUDA_CACHE_PATH", cache.toAbsolutePath().toString());
        if (!mig) {
            // Freed memory of one size serves arrays of another. Instances of a GPU do not support it.
            environment.put("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True");
        }
        return environment;
    }
}
