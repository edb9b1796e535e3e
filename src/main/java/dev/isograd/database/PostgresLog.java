package dev.isograd.database;

import dev.isograd.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The log file of PostgreSQL. Once it is large, its content moves to a second file and replaces what was there.
 *
 * @param file the file that the programs of PostgreSQL append to
 */
record PostgresLog(Path file) {

    static final long MAX_BYTES = 1 << 20;

    private static final int TAIL_BYTES = 4096;

    void create() {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, "");
        }
    }

    /** The file is emptied, not renamed: PostgreSQL keeps it open, and rotates its own logs by time only. */
    void rotateIfLarge() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            Files.copy(file, previous(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
                content.truncate(0);
            }
        }
    }

    Path previous() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** The last line with a message of an error, or else the last line; empty if there is none. */
    String lastError() throws IOException {
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(Math.max(0, Files.size(file) - TAIL_BYTES));
            var lines = new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList()
                    .reversed();
            return lines.stream()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                    .findFirst()
                    .or(() -> lines.stream().findFirst())
                    .orElse("");
        }
    }
}
