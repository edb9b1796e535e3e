package dev.isograd.learning.libtorch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The driver of NVIDIA's GPUs (libcuda): memory and names of the GPUs that this process sees. It has the same file name on every
 * machine, unlike libcudart.
 */
public final class CudaDriver {

    private static final int SUCCESS = 0;
    private static final int NAME_BYTES = 256;

    private final NativeLibrary library;

    private CudaDriver(NativeLibrary library) {
        this.library = library;
    }

    /** Empty on a machine without a driver. */
    public static Optional<CudaDriver> open() {
        return open("libcuda.so.1", "nvcuda.dll");
    }

    /** @param names file names of the driver, of which the first that can be loaded is taken */
    public static Optional<CudaDriver> open(String... names) {
        return NativeLibrary.open(names).map(CudaDriver::new).filter(driver -> driver.call("cuInit", 0) == SUCCESS);
    }

    /**
     * Memory of a GPU, read in the context that libtorch uses; empty if the driver does not tell.
     *
     * @param gpu counted from 0 among those that this process sees
     */
    public Optional<DeviceMemory> memory(int gpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(ADDRESS);
            if (call("cuDevicePrimaryCtxRetain", context, gpu) != SUCCESS) {
                return Optional.empty();
            }
            try {
                return inContext(context.get(ADDRESS, 0), arena);
            } finally {
                call("cuDevicePrimaryCtxRelease_v2", gpu);
            }
        }
    }

    private Optional<DeviceMemory> inContext(MemorySegment context, Arena arena) {
        if (call("cuCtxPushCurrent_v2", context) != SUCCESS) {
            return Optional.empty();
        }
        try {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            return call("cuMemGetInfo_v2", free, total) == SUCCESS
                    ? Optional.of(new DeviceMemory(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0)))
                    : Optional.empty();
        } finally {
            call("cuCtxPopCurrent_v2", arena.allocate(ADDRESS));
        }
    }

    /** The GPU's product name, such as "NVIDIA H100 80GB HBM3"; empty if the driver does not tell. */
    public Optional<String> name(int gpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            return call("cuDeviceGetName", name, NAME_BYTES, gpu) == SUCCESS
                    ? Optional.of(name.getString(0))
                    : Optional.empty();
        }
    }

    /** All functions called here take pointers and ints, and return 0 for success. */
    private int call(String function, Object... arguments) {
        MemoryLayout[] types = new MemoryLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
        }
        MethodHandle handle = library.function(function, FunctionDescriptor.of(JAVA_INT, types));
        try {
            return (int) handle.invokeWithArguments(arguments);
        } catch (Throwable failure) {
            throw NativeLibrary.failedCall(failure);
        }
    }
}
