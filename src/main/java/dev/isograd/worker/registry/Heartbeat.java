package dev.isograd.worker.registry;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.worker.devices.CpuReadings;
import dev.isograd.worker.devices.DeviceReport;
import dev.isograd.worker.devices.DeviceSlots;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reports that this worker lives and how its devices are: every ten seconds, and as soon as a device's state changes. */
@Component
@ConditionalOnRole(Role.WORKER)
public class Heartbeat {

    private static final long CHECK_MILLIS = 1_000;
    private static final long INTERVAL_NANOS =
            Duration.ofMillis(Workers.HEARTBEAT_MILLIS).toNanos();

    private final Workers workers;
    private final DeviceSlots devices;
    private final DeviceRows rows;
    private final CpuReadings cpu;
    private volatile @Nullable String self;
    private Map<String, String> reportedStates = Map.of();
    private long reportedAt;

    Heartbeat(Workers workers, DeviceSlots devices, DeviceRows rows, CpuReadings cpu) {
        this.workers = workers;
        this.devices = devices;
        this.rows = rows;
        this.cpu = cpu;
    }

    /** Reports for the first time; later reports follow by themselves. */
    public void start(String worker, String version) throws UnknownHostException {
        workers.register(worker, devices.preferredKind().word(), devices.total(), version);
        report(worker, devices.report(cpu.read()));
        self = worker;
    }

    @Scheduled(fixedDelay = CHECK_MILLIS)
    void beat() {
        String worker = self;
        if (worker == null) {
            return;
        }
        List<DeviceReport> now = devices.report(cpu.read());
        if (isDue(now)) {
            workers.seen(worker);
            report(worker, now);
        }
    }

    private synchronized boolean isDue(List<DeviceReport> now) {
        return System.nanoTime() - reportedAt >= INTERVAL_NANOS || !states(now).equals(reportedStates);
    }

    private synchronized void report(String worker, List<DeviceReport> now) {
        rows.report(worker, now);
        reportedStates = states(now);
        reportedAt = System.nanoTime();
    }

    private static Map<String, String> states(List<DeviceReport> devices) {
        return devices.stream()
                .collect(Collectors.toMap(DeviceReport::id, device -> device.state() + " " + device.reason()));
    }
}
