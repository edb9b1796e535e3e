package dev.isograd.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of another program from the same class path, in a process of its own. */
final class JavaProgram {

    private JavaProgram() {}

    /** @param heap of the new process; resident from the start, so that it does not show as memory of a training */
    static List<String> command(Class<?> program, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass(program));
        command.addAll(arguments);
        return command;
    }

    /** Absolute, because a process may run in a folder of its own. */
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
}
