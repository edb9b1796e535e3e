package dev.isograd.bench;

import dev.isograd.trainer.MemoryAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the command lines and environments of the compared processes. */
final class BenchProgram {

    /** That of the service's training processes, as they choose it by default. */
    private static final MemoryAllocator ALLOCATOR = MemoryAllocator.find(MemoryAllocator.AUTO);

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
            environment.putAll(ALLOCATOR.environment());
        }
        return environment;
    }
}
