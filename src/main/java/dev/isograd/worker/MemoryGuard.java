package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Ends the largest training before the kernel would end something for want of memory, this process perhaps.
 *
 * <p>Counts what processes have made themselves; pages of files can be dropped and do no harm.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class MemoryGuard {

    /** Short of all of it: the kernel acts at once when the rest is asked for. */
    private static final double SHARE = 0.92;

    private static final Path CGROUP = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path OLD_CGROUP = Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes");

    private final long limit;
    private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

    MemoryGuard(WorkerProperties settings) {
        this.limit = settings.memory() == null ? machine() : settings.memory().toBytes();
    }

    /** More than this many bytes are in use by this process and its trainings. */
    record Excess(long used, long largest, long limit) {
        String message() {
            return "The trainings on this worker came to %,d MiB of memory, %,d MiB of them in this one; the limit is %,d MiB."
                    .formatted(mebibytes(used), mebibytes(largest), mebibytes(limit));
        }

        private static long mebibytes(long bytes) {
            return bytes >> 20;
        }
    }

    void watch(ProcessHandle child) {
        children.add(child);
    }

    void forget(ProcessHandle child) {
        children.remove(child);
    }

    /** Empty as long as there is room, or as long as another training is larger. */
    Optional<Excess> excess(ProcessHandle child) {
        // Each is measured once, as that means a look at every process of the machine.
        Map<ProcessHandle, Long> sizes =
                children.stream().collect(Collectors.toMap(Function.identity(), MemoryGuard::bytes));
        long size = sizes.getOrDefault(child, 0L);
        long used = anonymous(ProcessHandle.current().pid())
                + sizes.values().stream().mapToLong(Long::longValue).sum();
        boolean isLargest = sizes.values().stream().noneMatch(other -> other > size);
        return used > SHARE * limit && isLargest ? Optional.of(new Excess(used, size, limit)) : Optional.empty();
    }

    /** With all that the process started. */
    private static long bytes(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> anonymous(one.pid()))
                .sum();
    }

    private static long anonymous(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException endedOrNotLinux) {
            return 0;
        }
    }

    /** Of the container if it has a limit, else all there is. */
    private static long machine() {
        long all = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        OptionalLong cgroup = limit(CGROUP);
        return Math.min(
                all, cgroup.isPresent() ? cgroup.getAsLong() : limit(OLD_CGROUP).orElse(all));
    }

    private static OptionalLong limit(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (IOException none) {
            return OptionalLong.empty();
        }
    }
}
