package dev.isograd.learning.libtorch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Versions of what computes on a GPU beside libtorch: other versions may round differently. */
public final class CudaVersions {

    private static final int VERSION_BYTES = 80;

    private CudaVersions() {}

    /** By name: {@code driver}, {@code cuda} and {@code cudnn}; without those that cannot be read. */
    public static Map<String, String> of(Libtorch libtorch) {
        Map<String, String> versions = new LinkedHashMap<>();
        driver("libnvidia-ml.so.1").ifPresent(version -> versions.put("driver", version));
        runtime(library(libtorch.folder(), "libcudart")).ifPresent(version -> versions.put("cuda", version));
        cudnn(library(libtorch.folder(), "libcudnn.")).ifPresent(version -> versions.put("cudnn", version));
        return versions;
    }

    /** Its name may have a digest in it where libtorch brings it; otherwise the system's search finds it. */
    private static String library(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.substring(file.lastIndexOf('/') + 1).startsWith(name))
                    .findFirst()
                    .orElse(name.equals("libcudart") ? "libcudart.so.12" : "libcudnn.so.9");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The driver's version from NVML, such as "570.124.06". */
    static Optional<String> driver(String nvml) {
        return NativeLibrary.open(nvml).flatMap(library -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment version = arena.allocate(VERSION_BYTES);
                int initialized = (int) library.function("nvmlInit_v2", FunctionDescriptor.of(JAVA_INT))
                        .invokeExact();
                int read = (int) library.function(
                                "nvmlSystemGetDriverVersion", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                        .invokeExact(version, VERSION_BYTES);
                return initialized == 0 && read == 0 ? Optional.of(version.getString(0)) : Optional.empty();
            } catch (Throwable failure) {
                throw NativeLibrary.failedCall(failure);
            }
        });
    }

    /** The version of libcudart, such as "12.8". */
    static Optional<String> runtime(String libcudart) {
        return NativeLibrary.open(libcudart).flatMap(library -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment version = arena.allocate(JAVA_INT);
                int status = (int) library.function("cudaRuntimeGetVersion", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                        .invokeExact(version);
                int number = version.get(JAVA_INT, 0);
                return status == 0 ? Optional.of(number / 1000 + "." + number % 1000 / 10) : Optional.empty();
            } catch (Throwable failure) {
                throw NativeLibrary.failedCall(failure);
            }
        });
    }

    /** The version of libcudnn, such as "9.10.2"; from 9 on, its digits are grouped by two. */
    static Optional<String> cudnn(String libcudnn) {
        return NativeLibrary.open(libcudnn).map(library -> {
            try {
                long number = (long) library.function("cudnnGetVersion", FunctionDescriptor.of(JAVA_LONG))
                        .invokeExact();
                return "%d.%d.%d".formatted(number / 10_000, number % 10_000 / 100, number % 100);
            } catch (Throwable failure) {
                throw NativeLibrary.failedCall(failure);
            }
        });
    }
}
