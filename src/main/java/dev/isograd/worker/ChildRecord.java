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
 * Says on disk which process an attempt runs in, so that a worker that was killed finds and ends what it left behind.
 *
 * <p>A process id alone may belong to somebody else by then; with the time at which the process started, and the boot
 * that this time counts from, it is the same process or none.
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

    /** Ends every process that the folders of an earlier run's attempts tell of, with all of its descendants. */
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
            LOG.warn("{} was not written to its end; what it tells of cannot be looked for", record);
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                .filter(process -> identity(process).equals(lines.get(1)));
    }

    private static void end(ProcessHandle process) {
        LOG.info("An earlier run left its training process {} behind; it is ended", process.pid());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The kernel's own count of ticks where there is one: the clock that other times come from may have been set. */
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
