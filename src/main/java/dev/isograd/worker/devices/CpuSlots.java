package dev.isograd.worker.devices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The slots for trainings on the CPU. */
final class CpuSlots {

    static final String ID = "cpu";

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private final String name = read();
    private final int total;
    private int free;

    CpuSlots(int total) {
        this.total = total;
        this.free = total;
    }

    int total() {
        return total;
    }

    int free() {
        return free;
    }

    void take(int slots) {
        free -= slots;
    }

    void giveBack(int slots) {
        free += slots;
    }

    DeviceReport report(CpuReading reading) {
        return new DeviceReport(
                ID,
                DeviceKind.CPU,
                name,
                total,
                reading.totalBytes(),
                reading.usedBytes(),
                Long.MAX_VALUE,
                reading.utilization(),
                null,
                free == 0 && total > 0 ? DeviceState.BUSY : DeviceState.FREE,
                null);
    }

    String name() {
        return name;
    }

    private static String read() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(CpuSlots::architecture);
        } catch (IOException notLinux) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
