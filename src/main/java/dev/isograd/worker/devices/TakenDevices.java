package dev.isograd.worker.devices;

import java.util.List;
import java.util.stream.Collectors;

/** The devices that one training occupies; closing gives them back. */
public final class TakenDevices implements AutoCloseable {

    private final DeviceSlots owner;
    private final int slots;
    private final List<GpuSlot> gpus;

    TakenDevices(DeviceSlots owner, int slots, List<GpuSlot> gpus) {
        this.owner = owner;
        this.slots = slots;
        this.gpus = List.copyOf(gpus);
    }

    public DeviceKind kind() {
        return gpus.isEmpty() ? DeviceKind.CPU : DeviceKind.GPU;
    }

    public int slots() {
        return slots;
    }

    /** Returns the GPUs; empty for the CPU. */
    public List<Gpu> gpus() {
        return gpus.stream().map(GpuSlot::last).toList();
    }

    /** Returns the name of the device's model; of the first, if there are several. */
    public String model() {
        return gpus().stream().map(Gpu::name).findFirst().orElseGet(owner::cpuName);
    }

    /** Takes the GPUs out of service because libtorch cannot use them. */
    public void markUnusable(String why) {
        owner.markUnusable(this, why);
    }

    /** Takes the GPUs out of service for a while because one of them or its driver failed. */
    public void markFaulty(String why) {
        owner.markFaulty(this, why);
    }

    /** Returns a name for the log of a job. */
    public String description() {
        return gpus.isEmpty()
                ? "the CPU"
                : gpus().stream()
                        .map(gpu -> "%s (%s)".formatted(gpu.uuid(), gpu.name()))
                        .collect(Collectors.joining(", "));
    }

    List<GpuSlot> slotsOnGpus() {
        return gpus;
    }

    @Override
    public void close() {
        owner.giveBack(this);
    }
}
