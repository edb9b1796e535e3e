package dev.isograd.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The command lines and environments of the processes that are compared. */
final class BenchProgram {

    /** How the service's trainings run: see {@code ChildProgram}, and CONTRIBUTING.md on the first. */
    private static final Map<String, String> MALLOC = new TreeMap<>(Map.of(
            "MALLOC_PERTURB_", "255",
            "MALLOC_ARENA_MAX", "1",
            "MALLOC_MMAP_THRESHOLD_", "33554432",
            "MALLOC_TRIM_THRESHOLD_", "17179869184"));

    private BenchProgram() {}

    static List<String> ofRow(Row row, BenchOptions options, int steps) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A heap that is resident from the start does not show as memory of the training.
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(mainClass());
        command.add(Json.write(row.spec()));
        command.add(options.shape().text());
        command.add(Integer.toString(steps));
        return command;
    }

    static List<String> ofPeer(BenchOptions options) {
        return List.of(options.python(), options.peerScript(), Json.write(options.peerTask()));
    }

    static Map<String, String> environment(BenchOptions options) {
        Map<String, String> environment = peerEnvironment(options, true);
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }

    /** @param asOurs whether memory is allocated as in our own processes, or as Python users find it */
    static Map<String, String> peerEnvironment(BenchOptions options, boolean asOurs) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("OMP_NUM_THREADS", Integer.toString(options.threads()));
        environment.put("GOMP_SPINCOUNT", "0");
        if (asOurs) {
            environment.putAll(MALLOC);
        }
        return environment;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** From the packaged jar the loader finds the class inside it; elsewhere it is on the class path. */
    private static List<String> mainClass() {
        String server = StepServer.class.getName();
        boolean packaged =
                String.valueOf(StepServer.class.getResource("StepServer.class")).contains("BOOT-INF");
        return packaged
                ? List.of("-Dloader.main=" + server, "org.springframework.boot.loader.launch.PropertiesLauncher")
                : List.of(server);
    }
}
