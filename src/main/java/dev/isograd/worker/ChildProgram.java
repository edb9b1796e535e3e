package dev.isograd.worker;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line and environment of a child process: the same code, no credentials. */
final class ChildProgram {

    private static final List<String> INHERITED = List.of(
            "PATH",
            "HOME",
            "LANG",
            "TZ",
            "SystemRoot",
            "LD_LIBRARY_PATH",
            "CUDA_VISIBLE_DEVICES",
            "NVIDIA_VISIBLE_DEVICES",
            "PYTORCH_LIBRARY_PATH",
            "PYTORCH_VERSION",
            "PYTORCH_FLAVOR");

    private ChildProgram() {}

    static List<String> command(WorkerProperties settings, Class<?> program, Path socket, Path scratch) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heap(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve(Scratch.CRASH_REPORT),
                "-Djava.io.tmpdir=" + scratch.resolve(Scratch.TEMPORARY),
                "-Djdk.serialFilter=!*",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass(program));
        command.add(socket.toString());
        return command;
    }

    /** Absolute, because the child runs in a folder of its own. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** From the packaged jar the loader finds the class inside it; elsewhere it is on the class path. */
    private static List<String> mainClass(Class<?> program) {
        boolean packaged = String.valueOf(program.getResource(program.getSimpleName() + ".class"))
                .contains("BOOT-INF");
        return packaged
                ? List.of(
                        "-Dloader.main=" + program.getName(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher")
                : List.of(program.getName());
    }

    /**
     * @param threads that the training may use
     * @param cache folder where DJL unpacks its native libraries once for all children
     */
    static Map<String, String> environment(int threads, Path cache) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        // Spinning OpenMP threads of two busy processes slow each other many times over.
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("GOMP_SPINCOUNT", "0");
        // oneDNN reads memory it never wrote where channels do not fill a vector; glibc then hands out zeros, not old
        // NaNs.
        environment.put("MALLOC_PERTURB_", "255");
        // By default glibc gives freed memory back to the kernel and fetches it anew many times a step, page by page.
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("MALLOC_MMAP_THRESHOLD_", "33554432");
        environment.put("MALLOC_TRIM_THRESHOLD_", "17179869184");
        environment.put("DJL_CACHE_DIR", cache.toString());
        environment.put("ENGINE_CACHE_DIR", cache.toString());
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
