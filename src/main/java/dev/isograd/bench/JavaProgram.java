package dev.isograd.bench;

import dev.isograd.trainer.JavaHeap;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Builds the command line that runs another program of the same class path in a separate process. */
final class JavaProgram {

    private JavaProgram() {}

    /** @param heap largest size of the heap */
    static List<String> command(Class<?> program, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JavaHeap.options(heap));
        command.addAll(List.of(
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass(program));
        command.addAll(arguments);
        return command;
    }

    /** Makes the class path absolute, because the process may run in another folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Uses Spring Boot's launcher for classes inside the packaged jar; otherwise the class is on the class path. */
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
