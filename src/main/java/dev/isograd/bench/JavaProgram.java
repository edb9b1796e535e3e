package dev.isograd.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another program from the same class path, in a process of its own. */
final class JavaProgram {

    private JavaProgram() {}

    static List<String> command(Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        return command;
    }
}
