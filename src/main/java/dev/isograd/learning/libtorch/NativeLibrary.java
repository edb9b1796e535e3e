package dev.isograd.learning.libtorch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** A loaded native library whose functions are called by name; it stays loaded until the process ends. */
record NativeLibrary(SymbolLookup symbols) {

    /**
     * Loads the first library that can be loaded.
     *
     * @param names file names for the system's search, or paths
     */
    static Optional<NativeLibrary> open(String... names) {
        return Arrays.stream(names).flatMap(name -> load(name).stream()).findFirst();
    }

    private static Optional<NativeLibrary> load(String name) {
        try {
            return Optional.of(new NativeLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException notHere) {
            return Optional.empty();
        }
    }

    boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    /** @throws LibtorchUnusable if the library has no such function */
    MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.find(name)
                                .orElseThrow(() -> new LibtorchUnusable("A native library lacks the function " + name)),
                        type);
    }

    /** Functions called here declare no exception; anything that a call throws is an error of the call itself. */
    static LinkageError failedCall(Throwable cause) {
        return new LinkageError("A native function could not be called", cause);
    }
}
