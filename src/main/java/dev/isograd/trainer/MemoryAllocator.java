package dev.isograd.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The library that allocates the memory of a training's process. Arrays of many sizes come and go in each step; how tightly a
 * library packs them decides how much memory the process takes.
 *
 * @param library preloaded into the process; null for the system's own
 */
public record MemoryAllocator(@Nullable Path library) {

    /** The setting for jemalloc or else mimalloc where it is installed, otherwise the system's own. */
    public static final String AUTO = "auto";

    /** The setting for the system's own. */
    public static final String SYSTEM = "system";

    /** jemalloc packs best. */
    private static final List<String> NAMES = List.of("libjemalloc.so.2", "libmimalloc.so.2", "libmimalloc.so.3");

    private static final List<String> FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib");

    /**
     * One arena, which keeps what it has: otherwise each large array is returned to the kernel when it is freed, and mapped
     * page by page when it is made again.
     */
    private static final String JEMALLOC_OPTIONS = "narenas:1,oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1";

    /** The same, under the names of older and newer versions. */
    private static final Map<String, String> MIMALLOC_OPTIONS =
            Map.of("MIMALLOC_ALLOW_DECOMMIT", "0", "MIMALLOC_PAGE_RESET", "0", "MIMALLOC_PURGE_DELAY", "-1");

    /**
     * Finds the library of a setting: {@link #AUTO}, {@link #SYSTEM}, or the absolute path of a library.
     *
     * @throws IllegalArgumentException if the library of that path cannot be loaded
     */
    public static MemoryAllocator find(String setting) {
        return switch (setting) {
            case AUTO ->
                new MemoryAllocator(NAMES.stream()
                        .flatMap(name -> FOLDERS.stream().map(folder -> Path.of(folder, name)))
                        .filter(MemoryAllocator::loads)
                        .findFirst()
                        .orElse(null));
            case SYSTEM -> new MemoryAllocator(null);
            default -> of(Path.of(setting));
        };
    }

    private static MemoryAllocator of(Path library) {
        if (!library.isAbsolute() || !loads(library)) {
            throw new IllegalArgumentException(
                    "The memory allocator \"%s\" cannot be loaded; expected auto, system, or the absolute path of a library"
                            .formatted(library));
        }
        return new MemoryAllocator(library);
    }

    /** Whether a process can be started with it: the dynamic linker ignores a library that does not fit. */
    private static boolean loads(Path library) {
        if (!Files.isRegularFile(library)) {
            return false;
        }
        ProcessBuilder probe =
                new ProcessBuilder("cat", "/proc/self/maps").redirectError(ProcessBuilder.Redirect.DISCARD);
        probe.environment().putAll(new MemoryAllocator(library).environment());
        try {
            Process process = probe.start();
            String maps = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return maps.contains(library.toRealPath().toString());
        } catch (IOException withoutProbe) {
            throw new UncheckedIOException("Cannot run cat to try the memory allocator " + library, withoutProbe);
        }
    }

    /** The environment variables of a process that uses it. Those of glibc also serve where the library fails to load. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        // By default, glibc returns freed memory to the kernel and requests it again many times per step.
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("MALLOC_MMAP_THRESHOLD_", "33554432");
        environment.put("MALLOC_TRIM_THRESHOLD_", "17179869184");
        // To align an array, glibc cuts a few bytes off a larger piece. If it caches these bytes, the piece stays cut:
        // no
        // aligned array of that size fits again.
        environment.put("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0");
        if (library != null) {
            environment.put("LD_PRELOAD", library.toString());
            environment.put("MALLOC_CONF", JEMALLOC_OPTIONS);
            environment.putAll(MIMALLOC_OPTIONS);
        }
        return environment;
    }

    /** The allocator of this process, for people: the file name of the preloaded library, or "system". */
    static String ofThisProcess() {
        Path maps = Path.of("/proc/self/maps");
        String preloaded = System.getenv("LD_PRELOAD");
        if (preloaded == null || !Files.isReadable(maps)) {
            return SYSTEM;
        }
        try (Stream<String> lines = Files.lines(maps)) {
            Path library = Path.of(preloaded).toRealPath();
            return lines.anyMatch(line -> line.endsWith(" " + library))
                    ? String.valueOf(Path.of(preloaded).getFileName())
                    : SYSTEM;
        } catch (IOException | UncheckedIOException | InvalidPathException notLoaded) {
            return SYSTEM;
        }
    }

    /** For people: its name or file. */
    public String description() {
        return library == null ? "the system's own" : library.toString();
    }
}
