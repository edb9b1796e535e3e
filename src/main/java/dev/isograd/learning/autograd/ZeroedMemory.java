package dev.isograd.learning.autograd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Makes libtorch fill each new array on the CPU with zeros, in the whole process.
 *
 * <p>Some kernels of oneDNN read numbers that they never wrote and multiply them by zero. That is harmless unless the memory
 * holds a NaN. The switch is a flag of libtorch that DJL does not expose.
 */
public final class ZeroedMemory {

    private static final Optional<MemorySegment> FLAG = SymbolLookup.loaderLookup()
            .find("FLAGS_caffe2_cpu_allocator_do_zero_fill")
            .map(flag -> flag.reinterpret(ValueLayout.JAVA_BOOLEAN.byteSize()));

    static {
        if (FLAG.isEmpty()) {
            System.getLogger(ZeroedMemory.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "This libtorch has no flag to fill new arrays with zeros. Convolutions on a CPU whose channels are no "
                                    + "multiple of 16 may then read numbers that were never written.");
        }
    }

    private ZeroedMemory() {}

    /** Turns it on, if libtorch has the flag, otherwise the log says so once; call it after libtorch was loaded. */
    public static void on() {
        set(true);
    }

    /** Turns it off, as it is at the start. */
    public static void off() {
        set(false);
    }

    /** Whether new arrays are filled with zeros. */
    public static boolean isOn() {
        return FLAG.map(flag -> flag.get(ValueLayout.JAVA_BOOLEAN, 0)).orElse(false);
    }

    private static void set(boolean on) {
        FLAG.ifPresent(flag -> flag.set(ValueLayout.JAVA_BOOLEAN, 0, on));
    }
}
