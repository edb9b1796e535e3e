package dev.isograd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the growth of this process's resident memory since a start point, as counted by the Linux kernel. */
final class MemoryReading {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");
    private static final long UNKNOWN = -1;

    private final long before;

    private MemoryReading(long before) {
        this.before = before;
    }

    static MemoryReading start() throws IOException {
        System.gc();
        if (!Files.isWritable(CLEAR_REFS)) {
            return new MemoryReading(UNKNOWN);
        }
        Files.writeString(CLEAR_REFS, "5");
        return new MemoryReading(bytes("VmRSS:"));
    }

    /** Returns the peak since the start, minus the memory at the start; -1 on systems other than Linux. */
    long peakBytes() throws IOException {
        return before == UNKNOWN ? UNKNOWN : bytes("VmHWM:") - before;
    }

    private static long bytes(String field) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
