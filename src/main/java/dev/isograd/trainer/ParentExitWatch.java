package dev.isograd.trainer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Makes the kernel end this process when its parent dies, in case the closed socket of the supervisor does not. */
public final class ParentExitWatch {

    private static final int PR_SET_PDEATHSIG = 1;
    private static final long SIGKILL = 9;

    private ParentExitWatch() {}

    /** Does nothing on systems without this call. */
    public static void install() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> prctl = linker.defaultLookup().find("prctl");
        if (prctl.isEmpty()) {
            return;
        }
        MethodHandle call = linker.downcallHandle(
                prctl.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try {
            int status = (int) call.invokeExact(PR_SET_PDEATHSIG, SIGKILL);
            if (status != 0) {
                System.err.println("The kernel will not end this process together with its supervisor");
            }
        } catch (Throwable impossible) {
            throw new LinkageError("prctl could not be called", impossible);
        }
    }
}
