package dev.isograd.worker.devices;

import java.time.Duration;
import java.util.List;

/** Devices for tests of other packages. */
public final class TestDevices {

    private TestDevices() {}

    /** The slots of a worker with one slot on the CPU. */
    public static DeviceSlots oneCpu() {
        return new DeviceSlots(List::of, new DeviceProperties("cpu", 1, "none", Duration.ZERO));
    }

    /** One slot on the CPU, taken. */
    public static TakenDevices cpu() {
        return oneCpu().offers().getFirst().take(1, 0);
    }

    /** The slots of a worker on the GPUs of a fake driver. */
    public static DeviceSlots on(FakeNvml nvml, String devices) {
        DeviceProperties settings = nvml.settings(devices);
        return new DeviceSlots(new NvmlGpus(settings), settings);
    }
}
