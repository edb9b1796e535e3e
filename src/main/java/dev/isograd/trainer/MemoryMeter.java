package dev.isograd.trainer;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.isograd.learning.Devices;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Measures how much memory a training adds to its process or its GPU: the peak since the meter was started, minus the
 * bytes in use at its start.
 */
public final class MemoryMeter {

    private final Device device;
    private final OptionalLong before;
    private OptionalLong peak = OptionalLong.empty();

    private MemoryMeter(Device device) {
        this.device = device;
        this.before = device.isGpu() ? OptionalLong.of(gpuBytes()) : ProcessMemory.anonymousBytes();
    }

    /** Start it after loading libraries and data but before building the network: estimates include the weights. */
    public static MemoryMeter start(TrainingSpec.Device wanted) throws IOException {
        Device device = Devices.warmedUp(wanted);
        ProcessMemory.resetPeak();
        return new MemoryMeter(device);
    }

    /** Call it after a step: libtorch keeps the GPU memory it has allocated, so the peak is still visible. */
    public void sample() {
        OptionalLong now = device.isGpu() ? OptionalLong.of(gpuBytes()) : ProcessMemory.peakAnonymousBytes();
        if (now.isPresent()) {
            peak = OptionalLong.of(Math.max(now.getAsLong(), peak.orElse(0)));
        }
    }

    /** Empty before the first sample, and on systems without this information. */
    public OptionalLong addedBytes() {
        return before.isEmpty() || peak.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()));
    }

    /** Bytes used by all programs on the GPU. */
    private long gpuBytes() {
        return CudaUtils.getGpuMemory(device).getCommitted();
    }
}
