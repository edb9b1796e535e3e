package dev.isograd.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the command lines and environments of the compared processes. */
final class BenchProgram {

    /** The allocator settings of the service's training processes; see {@code ChildProgram} and CONTRIBUTING.md. */
    private static final Map<String, String> MALLOC = new TreeMap<>(Map.of(
            "MALLOC_PERTURB_", "255",
            "MALLOC_ARENA_MAX", "1",
            "MALLOC_MMAP_THRESHOLD_", "33554432",
            "MALLOC_TRIM_THRESHOLD_", "17179869184"));

    private static final String HEAP = "256m";

    private BenchProgram() {}

    static List<String> ofRow(Row row, BenchOptions options, int steps) {
        return JavaProgram.command(
                StepServer.class,
                HEAP,
                List.of(Json.write(row.spec()), options.shape().text(), Integer.toString(steps)));
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

    /** @param asOurs whether to use the allocator settings of our own processes, or Python's defaults */
    static Map<String, String> peerEnvironment(BenchOptions options, boolean asOurs) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("OMP_NUM_THREADS", Integer.toString(options.threads()));
        environment.put("GOMP_SPINCOUNT", "0");
        if (asOurs) {
            environment.putAll(MALLOC);
        }
        return environment;
    }
}
