package dev.isograd.trainer;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.isograd.learning.Devices;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Measures what a training adds to the memory of its process, or of its GPU: the highest mark since the meter was made,
 * over the bytes that were taken then.
 */
public final class MemoryMeter {

    private final Device device;
    private final OptionalLong before;
    private OptionalLong peak = OptionalLong.empty();

    private MemoryMeter(Device device) {
        this.device = device;
        this.before = device.isGpu() ? OptionalLong.of(gpuBytes()) : ProcessMemory.anonymousBytes();
    }

    /** Make it when libraries and data are there and the network is not: an estimate counts from the weights on. */
    public static MemoryMeter start(TrainingSpec.Device wanted) throws IOException {
        Device device = Devices.warmedUp(wanted);
        ProcessMemory.resetPeak();
        return new MemoryMeter(device);
    }

    /** Call after a step: libtorch keeps what it once took of a GPU, so that a mark is still there to be read. */
    public void sample() {
        OptionalLong now = device.isGpu() ? OptionalLong.of(gpuBytes()) : ProcessMemory.peakAnonymousBytes();
        if (now.isPresent()) {
            peak = OptionalLong.of(Math.max(now.getAsLong(), peak.orElse(0)));
        }
    }

    /** Empty before the first sample, and where the system does not tell. */
    public OptionalLong addedBytes() {
        return before.isEmpty() || peak.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()));
    }

    /** Of all programs on the GPU. */
    private long gpuBytes() {
        return CudaUtils.getGpuMemory(device).getCommitted();
    }
}
