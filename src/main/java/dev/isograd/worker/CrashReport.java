package dev.isograd.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The crash report that a JVM writes when native code crashes it ({@code hs_err}). */
final class CrashReport {

    private static final int HEAD_BYTES = 48 * 1024;
    private static final int TAIL_BYTES = 16 * 1024;
    private static final String FRAME_HEADING = "# Problematic frame:";

    private final List<String> lines;

    private CrashReport(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads at most 64 KiB: the head with cause and stack, and the tail with the description of the machine.
     *
     * @return empty if there is no report, so nothing crashed
     */
    static Optional<CrashReport> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream input = Files.newInputStream(file)) {
            List<String> lines = new ArrayList<>(lines(input.readNBytes(HEAD_BYTES)));
            long between = Files.size(file) - HEAD_BYTES - TAIL_BYTES;
            if (between > 0) {
                input.skipNBytes(between);
                lines.add("[%,d bytes of the crash report omitted]".formatted(between));
            }
            lines.addAll(lines(input.readNBytes(TAIL_BYTES)));
            return Optional.of(new CrashReport(lines));
        }
    }

    private static List<String> lines(byte[] text) {
        // The bytes may begin and end in the middle of a character.
        return new String(text, StandardCharsets.UTF_8)
                .replaceAll("^\uFFFD+|\uFFFD+$", "")
                .lines()
                .toList();
    }

    List<String> lines() {
        return lines;
    }

    /** The frame that crashed, such as {@code C  [libtorch_cpu.so+0x85f14]}. */
    Optional<String> frame() {
        Iterator<String> line = lines.iterator();
        while (line.hasNext()) {
            if (line.next().startsWith(FRAME_HEADING) && line.hasNext()) {
                return Optional.of(line.next().replaceFirst("^#\\s*", ""));
            }
        }
        return Optional.empty();
    }
}
