package dev.isograd.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the process of an attempt on disk, so that a worker that was killed can end its leftover processes.
 *
 * <p>The operating system reuses process ids. The record therefore also has the start time of the process, and the boot
 * that this time counts from.
 */
final class ChildRecord {

    private static final Logger LOG = LoggerFactory.getLogger(ChildRecord.class);

    private static final String FILE = "child.pid";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_TIME = 19;

    private ChildRecord() {}

    static void write(Path folder, ProcessHandle child) throws IOException {
        Files.write(folder.resolve(FILE), List.of(Long.toString(child.pid()), identity(child)));
    }

    /** Ends every process recorded in the attempt folders of an earlier run, with all its descendants. */
    static void endLeftovers(Path scratch) throws IOException {
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try (Stream<Path> folders = Files.list(scratch)) {
            for (Path folder : folders.toList()) {
                leftover(folder.resolve(FILE)).ifPresent(ChildRecord::end);
            }
        }
    }

    private static Optional<ProcessHandle> leftover(Path record) throws IOException {
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(record);
        if (lines.size() != 2 || !lines.getFirst().matches("[0-9]{1,18}")) {
            LOG.warn("{} is incomplete; its process cannot be found", record);
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                .filter(process -> identity(process).equals(lines.get(1)));
    }

    private static void end(ProcessHandle process) {
        LOG.info("Ending the training process {}, which an earlier run of the worker left running", process.pid());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Uses the kernel's tick count if available, because the system clock may have been set meanwhile. */
    private static String identity(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String afterName = Files.readString(stat).replaceFirst("(?s).*\\) ", "");
            return Files.readString(BOOT_ID).strip() + " " + afterName.split(" ")[START_TIME];
        } catch (IOException noSuchFile) {
            return process.info().startInstant().map(Object::toString).orElse("unknown");
        }
    }
}
