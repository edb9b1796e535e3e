package dev.isograd.learning.libtorch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;

/**
 * How libtorch computes on a GPU; the settings hold for the whole process. They are functions of libtorch's context (at::Context) that DJL
 * does not offer.
 *
 * @param tf32 whether matrix products and convolutions round their factors to 10 bits of mantissa, which is faster
 * @param deterministic whether two runs give equal numbers: kernels that add in a random order are replaced, where libtorch has
 *     another
 */
public record MathSettings(boolean tf32, boolean deterministic) {

    private static final FunctionDescriptor GETTER = FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS);

    /** One switch of the context: the names of its setter and getter in libtorch 2.7. */
    enum Switch {
        TF32_CUBLAS("_ZN2at7Context18setAllowTF32CuBLASEb", "_ZNK2at7Context15allowTF32CuBLASEv"),
        TF32_CUDNN("_ZN2at7Context17setAllowTF32CuDNNEb", "_ZNK2at7Context14allowTF32CuDNNEv"),
        DETERMINISTIC_CUDNN("_ZN2at7Context21setDeterministicCuDNNEb", "_ZNK2at7Context18deterministicCuDNNEv"),
        DETERMINISTIC_ONEDNN("_ZN2at7Context22setDeterministicMkldnnEb", "_ZNK2at7Context19deterministicMkldnnEv"),
        BENCHMARK_CUDNN("_ZN2at7Context17setBenchmarkCuDNNEb", "_ZNK2at7Context14benchmarkCuDNNEv"),
        /** Fills new arrays with NaN if algorithms are deterministic; oneDNN reads padding that it never wrote. */
        FILL_NEW_ARRAYS(
                "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb",
                "_ZNK2at7Context36deterministicFillUninitializedMemoryEv");

        private final String setter;
        private final String getter;

        Switch(String setter, String getter) {
            this.setter = setter;
            this.getter = getter;
        }

        void set(boolean on) {
            NativeLibrary library = Libtorch.load().library();
            try {
                library.function(setter, FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN))
                        .invokeExact(context(library), on);
            } catch (Throwable failure) {
                throw rethrown(failure);
            }
        }

        boolean isOn() {
            return read(getter);
        }
    }

    /**
     * Sets all of them, so that no earlier training in this process matters.
     *
     * @throws LibtorchUnusable if one is wanted and the libtorch of this system does not have these functions
     */
    public void apply() {
        if (!tf32 && !deterministic && !Libtorch.load().hasLibrary()) {
            return;
        }
        Switch.TF32_CUBLAS.set(tf32);
        Switch.TF32_CUDNN.set(tf32);
        Switch.DETERMINISTIC_CUDNN.set(deterministic);
        Switch.DETERMINISTIC_ONEDNN.set(deterministic);
        // The fastest kernel of today need not be that of tomorrow.
        Switch.BENCHMARK_CUDNN.set(!deterministic);
        Switch.FILL_NEW_ARRAYS.set(false);
        setDeterministicAlgorithms(deterministic);
    }

    /** Operations without a deterministic kernel only warn: an error would end a training that may well repeat. */
    private static void setDeterministicAlgorithms(boolean on) {
        NativeLibrary library = Libtorch.load().library();
        try {
            library.function(
                            "_ZN2at7Context26setDeterministicAlgorithmsEbb",
                            FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN, JAVA_BOOLEAN))
                    .invokeExact(context(library), on, true);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    static boolean hasDeterministicAlgorithms() {
        return read("_ZNK2at7Context23deterministicAlgorithmsEv");
    }

    private static boolean read(String getter) {
        NativeLibrary library = Libtorch.load().library();
        try {
            return (boolean) library.function(getter, GETTER).invokeExact(context(library));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    private static MemorySegment context(NativeLibrary library) throws Throwable {
        return (MemorySegment) library.function("_ZN2at13globalContextEv", FunctionDescriptor.of(ADDRESS))
                .invokeExact();
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof LibtorchUnusable unusable) {
            return unusable;
        }
        throw NativeLibrary.failedCall(failure);
    }
}
