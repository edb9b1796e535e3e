package dev.isograd.worker.devices;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of NVIDIA's management library (NVML) that Isograd calls. Its interface is stable over versions.
 *
 * <p>A function that the library lacks answers like one that the device does not support.
 */
final class Nvml {

    static final int SUCCESS = 0;

    private static final int FUNCTION_NOT_FOUND = 13;
    private static final int LONGEST_TEXT = 96;
    private static final int TEMPERATURE_OF_GPU = 0;
    private static final int MEMORY_WORDS = 3;
    private static final int USED = 2;
    private static final int UTILIZATION_WORDS = 2;

    private static final Map<String, FunctionDescriptor> FUNCTIONS = Map.ofEntries(
            function("nvmlInit_v2"),
            function("nvmlSystemGetDriverVersion", ADDRESS, JAVA_INT),
            function("nvmlDeviceGetCount_v2", ADDRESS),
            function("nvmlDeviceGetHandleByIndex_v2", JAVA_INT, ADDRESS),
            function("nvmlDeviceGetUUID", ADDRESS, ADDRESS, JAVA_INT),
            function("nvmlDeviceGetName", ADDRESS, ADDRESS, JAVA_INT),
            function("nvmlDeviceGetMemoryInfo", ADDRESS, ADDRESS),
            function("nvmlDeviceGetUtilizationRates", ADDRESS, ADDRESS),
            function("nvmlDeviceGetTemperature", ADDRESS, JAVA_INT, ADDRESS),
            function("nvmlDeviceGetCudaComputeCapability", ADDRESS, ADDRESS, ADDRESS),
            function("nvmlDeviceGetMigMode", ADDRESS, ADDRESS, ADDRESS),
            function("nvmlDeviceGetMaxMigDeviceCount", ADDRESS, ADDRESS),
            function("nvmlDeviceGetMigDeviceHandleByIndex", ADDRESS, JAVA_INT, ADDRESS));

    private final Map<String, MethodHandle> found = new HashMap<>();

    /**
     * Opens the library, which stays loaded as long as the process runs.
     *
     * @param library file name, which the loader of the system looks up, or a path
     * @throws IllegalArgumentException if the library cannot be loaded
     */
    Nvml(String library) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        FUNCTIONS.forEach((name, type) ->
                symbols.find(name).ifPresent(symbol -> found.put(name, linker.downcallHandle(symbol, type))));
    }

    private static Map.Entry<String, FunctionDescriptor> function(String name, MemoryLayout... parameters) {
        return Map.entry(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** Memory of a device in bytes. */
    record Memory(long total, long used) {}

    /** Starts the library and returns its status, 0 for success. */
    int start() {
        return call("nvmlInit_v2");
    }

    Optional<String> driver() {
        return text((buffer, length) -> call("nvmlSystemGetDriverVersion", buffer, length));
    }

    /** Returns the number of GPUs without the instances inside them; 0 if the library does not answer. */
    int count() {
        return number(result -> call("nvmlDeviceGetCount_v2", result)).orElse(0);
    }

    Optional<MemorySegment> device(int index) {
        return handle(result -> call("nvmlDeviceGetHandleByIndex_v2", index, result));
    }

    Optional<String> uuid(MemorySegment device) {
        return text((buffer, length) -> call("nvmlDeviceGetUUID", device, buffer, length));
    }

    Optional<String> name(MemorySegment device) {
        return text((buffer, length) -> call("nvmlDeviceGetName", device, buffer, length));
    }

    Optional<Memory> memory(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(JAVA_LONG, MEMORY_WORDS);
            return call("nvmlDeviceGetMemoryInfo", device, memory) == SUCCESS
                    ? Optional.of(new Memory(memory.getAtIndex(JAVA_LONG, 0), memory.getAtIndex(JAVA_LONG, USED)))
                    : Optional.empty();
        }
    }

    /** Returns percent of the time. */
    Optional<Integer> utilization(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rates = arena.allocate(JAVA_INT, UTILIZATION_WORDS);
            return call("nvmlDeviceGetUtilizationRates", device, rates) == SUCCESS
                    ? Optional.of(rates.getAtIndex(JAVA_INT, 0))
                    : Optional.empty();
        }
    }

    /** Returns degrees Celsius. */
    Optional<Integer> temperature(MemorySegment device) {
        return number(result -> call("nvmlDeviceGetTemperature", device, TEMPERATURE_OF_GPU, result));
    }

    Optional<String> computeCapability(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment major = arena.allocate(JAVA_INT);
            MemorySegment minor = arena.allocate(JAVA_INT);
            return call("nvmlDeviceGetCudaComputeCapability", device, major, minor) == SUCCESS
                    ? Optional.of(major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0))
                    : Optional.empty();
        }
    }

    /** Returns whether the GPU is divided into instances, so that no program can use it as a whole. */
    boolean isDivided(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment current = arena.allocate(JAVA_INT);
            MemorySegment pending = arena.allocate(JAVA_INT);
            return call("nvmlDeviceGetMigMode", device, current, pending) == SUCCESS && current.get(JAVA_INT, 0) == 1;
        }
    }

    int mostInstances(MemorySegment device) {
        return number(result -> call("nvmlDeviceGetMaxMigDeviceCount", device, result))
                .orElse(0);
    }

    Optional<MemorySegment> instance(MemorySegment device, int index) {
        return handle(result -> call("nvmlDeviceGetMigDeviceHandleByIndex", device, index, result));
    }

    private int call(String name, Object... arguments) {
        MethodHandle function = found.get(name);
        if (function == null) {
            return FUNCTION_NOT_FOUND;
        }
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable impossible) {
            throw new LinkageError(name + " could not be called", impossible);
        }
    }

    /** Calls a function that writes its result to an address and returns a status. */
    private interface Getter {
        int get(MemorySegment result);
    }

    /** Calls a function that writes a text to a buffer of a length and returns a status. */
    private interface TextGetter {
        int get(MemorySegment buffer, int length);
    }

    private static Optional<MemorySegment> handle(Getter getter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ADDRESS);
            return getter.get(result) == SUCCESS ? Optional.of(result.get(ADDRESS, 0)) : Optional.empty();
        }
    }

    private static Optional<Integer> number(Getter getter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_INT);
            return getter.get(result) == SUCCESS ? Optional.of(result.get(JAVA_INT, 0)) : Optional.empty();
        }
    }

    private static Optional<String> text(TextGetter getter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST_TEXT);
            return getter.get(buffer, LONGEST_TEXT) == SUCCESS ? Optional.of(buffer.getString(0)) : Optional.empty();
        }
    }
}
