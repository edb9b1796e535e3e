package dev.isograd.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of this process as the Linux kernel counts it; empty on other systems. */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    private ProcessMemory() {}

    static OptionalLong residentBytes() {
        return field("VmRSS:");
    }

    static OptionalLong peakBytes() {
        return field("VmHWM:");
    }

    /** What the process has made, files it has mapped left out. */
    static OptionalLong anonymousBytes() {
        return field("RssAnon:");
    }

    /** The kernel keeps no such mark. Pages of files come once and stay, so those of now were there at the peak, or nearly. */
    static OptionalLong peakAnonymousBytes() {
        OptionalLong files = field("RssFile:");
        return files.isEmpty()
                ? OptionalLong.empty()
                : peakBytes().stream().map(peak -> peak - files.getAsLong()).findFirst();
    }

    /** Makes {@link #peakBytes} count from now on, so that loading the libraries does not show as training. */
    static void resetPeak() throws IOException {
        if (Files.isWritable(CLEAR_REFS)) {
            Files.writeString(CLEAR_REFS, "5");
        }
    }

    private static OptionalLong field(String name) {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
