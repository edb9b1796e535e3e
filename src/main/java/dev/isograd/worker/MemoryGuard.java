package dev.isograd.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.trainer.ProcessMemory;
import dev.isograd.worker.devices.CpuReading;
import dev.isograd.worker.devices.CpuReadings;
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
 * Finds the training to end before the machine runs out of memory and the kernel kills a process, perhaps this one.
 *
 * <p>Counts anonymous memory only, because the kernel can drop the pages of mapped files.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class MemoryGuard implements CpuReadings {

    /** Below 1, because the kernel kills at once when the rest is requested. */
    private static final double SHARE = 0.92;

    private static final Path CGROUP = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path OLD_CGROUP = Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes");

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long limit;
    private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

    MemoryGuard(WorkerProperties settings) {
        this.limit = settings.memory() == null ? machine() : settings.memory().toBytes();
    }

    /**
     * The trainings use more memory than allowed.
     *
     * @param used bytes of this process and all its trainings
     * @param largest bytes of the largest training
     * @param limit bytes of the machine, its container or the setting
     */
    record Excess(long used, long largest, long limit) {
        String message() {
            return "The trainings on this worker used %,d MiB of memory, this one %,d MiB; the limit is %,d MiB."
                    .formatted(mebibytes(used), mebibytes(largest), mebibytes(limit));
        }

        private static long mebibytes(long bytes) {
            return bytes >> 20;
        }
    }

    /** Memory that this process and its trainings may use, what they use, and the load of the processors. */
    @Override
    public CpuReading read() {
        long used = anonymous(ProcessHandle.current())
                + children.stream().mapToLong(MemoryGuard::bytes).sum();
        double load = SYSTEM.getCpuLoad();
        return new CpuReading(limit, used, load >= 0 && load <= 1 ? load : null);
    }

    void watch(ProcessHandle child) {
        children.add(child);
    }

    void forget(ProcessHandle child) {
        children.remove(child);
    }

    /** Empty while the memory suffices or another training is larger. */
    Optional<Excess> excess(ProcessHandle child) {
        // Measured once per child, because finding its descendants reads every process of the machine.
        Map<ProcessHandle, Long> sizes =
                children.stream().collect(Collectors.toMap(Function.identity(), MemoryGuard::bytes));
        long size = sizes.getOrDefault(child, 0L);
        long used = anonymous(ProcessHandle.current())
                + sizes.values().stream().mapToLong(Long::longValue).sum();
        boolean isLargest = sizes.values().stream().noneMatch(other -> other > size);
        return used > SHARE * limit && isLargest ? Optional.of(new Excess(used, size, limit)) : Optional.empty();
    }

    /** Bytes of the process and all its descendants. */
    private static long bytes(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(MemoryGuard::anonymous)
                .sum();
    }

    private static long anonymous(ProcessHandle process) {
        return ProcessMemory.anonymousBytes(process).orElse(0);
    }

    /** The limit of the container if it has one, otherwise the memory of the machine. */
    private static long machine() {
        long all = SYSTEM.getTotalMemorySize();
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
