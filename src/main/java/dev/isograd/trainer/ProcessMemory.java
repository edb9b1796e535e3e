package dev.isograd.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of a process, usually this one, as counted by the Linux kernel; empty on other systems. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    private ProcessMemory() {}

    /** Resident bytes now. */
    public static OptionalLong residentBytes() {
        return field("VmRSS:");
    }

    /** Peak of the resident bytes since the start or the last {@link #resetPeak}. */
    public static OptionalLong peakBytes() {
        return field("VmHWM:");
    }

    /** Resident bytes without the pages of mapped files. */
    static OptionalLong anonymousBytes() {
        return field("RssAnon:");
    }

    /** Approximate, because the kernel keeps no such peak: assumes as many mapped pages at the peak as now. */
    static OptionalLong peakAnonymousBytes() {
        OptionalLong files = field("RssFile:");
        return files.isEmpty()
                ? OptionalLong.empty()
                : peakBytes().stream().map(peak -> peak - files.getAsLong()).findFirst();
    }

    /** Resets {@link #peakBytes} to the current bytes, so that the loading of libraries does not count. */
    public static void resetPeak() throws IOException {
        if (Files.isWritable(CLEAR_REFS)) {
            Files.writeString(CLEAR_REFS, "5");
        }
    }

    /** Resident bytes of another process; empty after its end. */
    public static OptionalLong residentBytes(ProcessHandle process) {
        return field(status(process), "VmRSS:");
    }

    /** Resident bytes of another process without the pages of mapped files; empty after its end. */
    public static OptionalLong anonymousBytes(ProcessHandle process) {
        return field(status(process), "RssAnon:");
    }

    private static Path status(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "status");
    }

    private static OptionalLong field(String name) {
        return field(STATUS, name);
    }

    private static OptionalLong field(Path status, String name) {
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
