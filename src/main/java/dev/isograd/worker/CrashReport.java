package dev.isograd.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a JVM writes when native code kills it; its presence is the surest sign of a native crash. */
final class CrashReport {

    private static final int MAX_BYTES = 64 * 1024;
    private static final String FRAME_FOLLOWS = "# Problematic frame:";

    private final List<String> lines;

    private CrashReport(List<String> lines) {
        this.lines = lines;
    }

    /** Reads at most the first 64 KiB, which hold the cause and the stack; empty when nothing crashed. */
    static Optional<CrashReport> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var input = Files.newInputStream(file)) {
            String text = new String(input.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return Optional.of(new CrashReport(text.lines().toList()));
        }
    }

    List<String> lines() {
        return lines;
    }

    /** Such as {@code C  [libtorch_cpu.so+0x85f14]}. */
    Optional<String> frame() {
        Iterator<String> line = lines.iterator();
        while (line.hasNext()) {
            if (line.next().startsWith(FRAME_FOLLOWS) && line.hasNext()) {
                return Optional.of(line.next().replaceFirst("^#\\s*", ""));
            }
        }
        return Optional.empty();
    }
}
