package dev.isograd.trainer;

import ai.djl.Device;
import dev.isograd.learning.Devices;
import dev.isograd.learning.libtorch.CudaDriver;
import dev.isograd.learning.libtorch.DeviceMemory;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Measures how much memory a training adds to its process or its GPU: the peak since the meter was started, minus the
 * bytes in use at its start, such as the context of CUDA.
 */
public final class MemoryMeter {

    private final Device device;
    private final Optional<CudaDriver> driver;
    private final OptionalLong before;
    private final OptionalLong free;
    private OptionalLong peak = OptionalLong.empty();
    private long leftOut;

    MemoryMeter(Device device, Optional<CudaDriver> driver) {
        this.device = device;
        this.driver = driver;
        this.before = device.isGpu() ? usedOnGpu() : ProcessMemory.anonymousBytes();
        this.free = gpu().map(memory -> OptionalLong.of(memory.free())).orElse(OptionalLong.empty());
    }

    /** Start it after loading libraries and data but before building the network: estimates include the weights. */
    public static MemoryMeter start(TrainingSpec.Device wanted) throws IOException {
        Device device = Devices.warmedUp(wanted);
        ProcessMemory.resetPeak();
        return new MemoryMeter(device, device.isGpu() ? CudaDriver.open() : Optional.empty());
    }

    /** Call it after a step: libtorch keeps the GPU memory it has allocated, so the peak is still visible. */
    public void sample() {
        OptionalLong now = device.isGpu() ? usedOnGpu() : ProcessMemory.peakAnonymousBytes();
        if (now.isPresent()) {
            peak = OptionalLong.of(Math.max(now.getAsLong(), peak.orElse(0)));
        }
    }

    /** Empty before the first sample, and on systems without this information. */
    public OptionalLong addedBytes() {
        return before.isEmpty() || peak.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong() - leftOut));
    }

    /** Bytes that the training takes and no estimate counts, such as images kept on a GPU. */
    void leaveOut(long bytes) {
        leftOut = bytes;
    }

    /** Bytes of the GPU that were free for the training at the start; empty for a CPU. */
    OptionalLong freeBytes() {
        return free;
    }

    /** Bytes used by all programs on the GPU. */
    private OptionalLong usedOnGpu() {
        return gpu().map(memory -> OptionalLong.of(memory.used())).orElse(OptionalLong.empty());
    }

    private Optional<DeviceMemory> gpu() {
        return driver.flatMap(known -> known.memory(device.getDeviceId()));
    }
}
