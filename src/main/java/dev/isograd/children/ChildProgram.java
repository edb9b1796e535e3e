package dev.isograd.children;

import dev.isograd.trainer.JavaHeap;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Command line and environment of a child process, which runs the same code without credentials. */
public final class ChildProgram {

    /** What the child leaves in its folder if it crashes. */
    public static final String CRASH_REPORT = "hs_err.log";

    /** Name of the folder for temporary files in the child's folder. */
    public static final String TEMPORARY = "tmp";

    private static final List<String> INHERITED = List.of(
            "PATH",
            "HOME",
            "TZ",
            "SystemRoot",
            "LD_LIBRARY_PATH",
            "NVIDIA_VISIBLE_DEVICES",
            "PYTORCH_LIBRARY_PATH",
            "PYTORCH_VERSION",
            "PYTORCH_FLAVOR");

    /** The first that is set decides. */
    private static final List<String> LOCALES = List.of("LC_ALL", "LC_CTYPE", "LANG");

    private ChildProgram() {}

    /** @param heap size of the Java heap */
    public static List<String> command(String heap, Class<?> program, Path socket, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JavaHeap.options(heap));
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve(CRASH_REPORT),
                "-Djava.io.tmpdir=" + folder.resolve(TEMPORARY),
                "-Djdk.serialFilter=!*",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass(program));
        command.add(socket.toString());
        return command;
    }

    /** The command of another program in the same image, or on the same machine, as this process. */
    public static List<String> entryPoint(String heap, Class<?> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JavaHeap.options(heap));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Djdk.serialFilter=!*",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass(program));
        return command;
    }

    /** Absolute paths, because the child runs in its own folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** In the packaged jar, Spring Boot's launcher loads the class; elsewhere it is on the class path. */
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
     * @param server the environment of this process
     * @param threads number of CPU threads of the training
     * @param cache folder into which DJL unpacks its native libraries once for all children
     */
    public static Map<String, String> environment(Map<String, String> server, int threads, Path cache) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : INHERITED) {
            String value = server.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        // How file names are encoded, as in this process; messages of the system stay English, so that they can be
        // read.
        LOCALES.stream()
                .map(server::get)
                .filter(locale -> locale != null && !locale.isEmpty())
                .findFirst()
                .ifPresent(locale -> environment.put("LC_CTYPE", locale));
        // Without this, the spinning OpenMP threads of two busy processes slow each other down many times over.
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("GOMP_SPINCOUNT", "0");
        environment.put("DJL_CACHE_DIR", cache.toString());
        environment.put("ENGINE_CACHE_DIR", cache.toString());
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
