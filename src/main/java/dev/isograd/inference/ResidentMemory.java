package dev.isograd.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how much memory another process uses, as counted by the Linux kernel; 0 on other systems or after its end. */
final class ResidentMemory {

    private static final int PAGE = 4096;

    private ResidentMemory() {}

    static long of(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "statm");
        try {
            return Files.isReadable(file)
                    ? PAGE * Long.parseLong(Files.readString(file).split(" ")[1])
                    : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
