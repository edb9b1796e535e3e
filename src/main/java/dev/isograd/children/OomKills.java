package dev.isograd.children;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Counts how often the kernel has killed a process of the child's control group for lack of memory. This distinguishes
 * such a kill from one by a user.
 */
public final class OomKills {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private final List<Path> counters;
    private final long before;

    private OomKills(List<Path> counters) {
        this.counters = counters;
        this.before = count(counters);
    }

    /** Starts counting now. */
    public static OomKills of(ProcessHandle child) {
        Path groups = Path.of("/proc", Long.toString(child.pid()), "cgroup");
        try (Stream<String> lines = Files.lines(groups)) {
            return new OomKills(
                    lines.map(OomKills::counter).filter(Files::isReadable).toList());
        } catch (IOException endedOrNotLinux) {
            return new OomKills(List.of());
        }
    }

    public boolean happened() {
        return count(counters) > before;
    }

    /** Parses a line {@code id:controllers:path}: cgroup v2 has one group per process, v1 one per controller. */
    private static Path counter(String line) {
        String[] parts = line.split(":", 3);
        String path = parts[2].substring(1);
        return parts[1].isEmpty()
                ? GROUPS.resolve(path).resolve("memory.events")
                : GROUPS.resolve(parts[1]).resolve(path).resolve("memory.oom_control");
    }

    private static long count(List<Path> counters) {
        return counters.stream()
                .flatMapToLong(counter -> count(counter).stream())
                .sum();
    }

    private static OptionalLong count(Path counter) {
        try (Stream<String> lines = Files.lines(counter)) {
            return lines.filter(line -> line.matches("oom_kill [0-9]+"))
                    .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                    .findFirst();
        } catch (IOException groupIsGone) {
            return OptionalLong.empty();
        }
    }
}
