package dev.isograd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process since a moment, as the Linux kernel counts it. */
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

    /** The most since then beyond what there was then; -1 on other systems. */
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
