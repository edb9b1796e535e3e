package dev.isograd.learning.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for a library of NVIDIA: a shared library compiled from C. Tests are skipped where there is no compiler. */
public final class CLibrary {

    private static final Path COMPILER = Path.of("/usr/bin/gcc");

    private CLibrary() {}

    public static Path compile(Path file, String source) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(COMPILER), "no " + COMPILER);
        Path c = Files.writeString(Files.createTempFile(file.getParent(), "fake", ".c"), source);
        Process compiler = new ProcessBuilder(
                        COMPILER.toString(),
                        "-shared",
                        "-fPIC",
                        "-Wl,-soname," + file.getFileName(),
                        "-o",
                        file.toString(),
                        c.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        Files.delete(c);
        return file;
    }

    /** libcuda of a machine with a GPU of 1000 bytes; each reading finds 100 bytes more in use, from 300 on. */
    public static Path driver(Path folder) throws IOException, InterruptedException {
        return compile(folder.resolve("libcuda.so.1"), """
                #include <string.h>
                static void *current; static long used = 200;
                int cuInit(unsigned flags) { return 0; }
                int cuDeviceGetName(char *name, int length, int device) {
                  if (device != 0) return 101;
                  strncpy(name, "NVIDIA Test", length); return 0; }
                int cuDevicePrimaryCtxRetain(void **context, int device) {
                  if (device != 0) return 101;
                  *context = &used; return 0; }
                int cuDevicePrimaryCtxRelease_v2(int device) { return 0; }
                int cuCtxPushCurrent_v2(void *context) { current = context; return 0; }
                int cuCtxPopCurrent_v2(void **context) { current = 0; return 0; }
                int cuMemGetInfo_v2(unsigned long *free, unsigned long *total) {
                  if (current != &used) return 201;
                  used += 100; *total = 1000; *free = 1000 - used; return 0; }
                """);
    }
}
