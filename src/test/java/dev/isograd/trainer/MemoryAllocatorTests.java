package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class MemoryAllocatorTests {

    @TempDir
    Path folder;

    @Test
    void preloadsNothingForTheSystemsOwn() {
        assertThat(MemoryAllocator.find("system").environment())
                .containsKey("GLIBC_TUNABLES")
                .doesNotContainKeys("LD_PRELOAD", "MALLOC_CONF");
    }

    /** Any library will do here: libm is in each Java process, but not in the one that tries it. */
    @Test
    void preloadsTheLibraryOfAPath() throws IOException {
        String library = mapped("libm.so");

        MemoryAllocator allocator = MemoryAllocator.find(library);

        assertThat(allocator.environment()).containsEntry("LD_PRELOAD", library);
        assertThat(allocator.description()).isEqualTo(library);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jemalloc", "libm.so.6", "/no/such/library.so", "/usr/lib"})
    void refusesWhatIsNoLibrary(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryAllocator.find(setting))
                .withMessageContaining("auto, system, or the absolute path");
    }

    /** The dynamic linker prints a warning and starts the program without the library. */
    @Test
    void refusesALibraryThatDoesNotLoad() throws IOException {
        Path library = Files.writeString(folder.resolve("libjemalloc.so.2"), "of another processor");

        assertThatIllegalArgumentException().isThrownBy(() -> MemoryAllocator.find(library.toString()));
    }

    /** Where it is not installed, the library of a path stands for it. */
    @Test
    void reachesTheProcess() throws IOException {
        MemoryAllocator found = MemoryAllocator.find("auto");
        String library =
                found.library() == null ? mapped("libm.so") : found.library().toString();
        ProcessBuilder program = new ProcessBuilder("cat", "/proc/self/maps");
        program.environment().putAll(MemoryAllocator.find(library).environment());

        assertThat(program.start().inputReader().lines()).anyMatch(line -> line.endsWith(library));
    }

    @Test
    void keepsMemoryInsteadOfReturningItToTheKernel() {
        assertThat(MemoryAllocator.find("auto").environment())
                .containsEntry("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0")
                .containsEntry("MALLOC_TRIM_THRESHOLD_", "17179869184")
                .doesNotContainKey("MALLOC_PERTURB_");
    }

    private static String mapped(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(File.separator + name))
                .map(line -> line.substring(line.indexOf('/')))
                .findFirst()
                .orElseThrow();
    }
}
