package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.libtorch.CLibrary;
import dev.isograd.learning.libtorch.CudaDriver;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MemoryMeterTests {

    private static final long TAKEN = 256L << 20;

    @Test
    void measuresMemoryThatWasFreedAgain() throws IOException {
        MemoryMeter meter = MemoryMeter.start(TrainingSpec.Device.CPU);

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(TAKEN);
            bytes.fill((byte) 1);
        }
        meter.sample();

        assertThat(meter.addedBytes().orElseThrow()).isBetween(TAKEN - TAKEN / 8, TAKEN + TAKEN / 2);
    }

    @Test
    void ignoresMemoryAllocatedBefore() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            arena.allocate(TAKEN).fill((byte) 1);
        }

        MemoryMeter meter = MemoryMeter.start(TrainingSpec.Device.CPU);
        meter.sample();

        assertThat(meter.addedBytes().orElseThrow()).isLessThan(TAKEN / 2);
    }

    /** The context of CUDA exists before the meter starts, so it does not count. */
    @Test
    void measuresWhatATrainingAddsOnAGpu(@TempDir Path folder) throws Exception {
        MemoryMeter meter = new MemoryMeter(
                Device.gpu(), CudaDriver.open(CLibrary.driver(folder).toString()));
        long free = meter.freeBytes().orElseThrow();

        meter.sample();
        meter.sample();

        assertThat(free).isBetween(600L, 700L);
        long added = meter.addedBytes().orElseThrow();
        assertThat(added).isBetween(200L, 300L);
        meter.leaveOut(150);
        assertThat(meter.addedBytes()).hasValue(added - 150);
    }

    /** As in a container without the driver's tools. */
    @Test
    void measuresNothingOnAGpuWithoutItsDriver() {
        MemoryMeter meter = new MemoryMeter(Device.gpu(), Optional.empty());
        meter.sample();

        assertThat(meter.addedBytes()).isEmpty();
        assertThat(meter.freeBytes()).isEmpty();
    }

    @Test
    void reportsEstimateAndMeasurement() throws IOException {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        LabelledImages images = Synthetic.images(32, 3, 16, 4);
        MemoryEstimate estimate = MemoryEstimate.of(spec, images);
        MemoryMeter meter = MemoryMeter.start(TrainingSpec.Device.CPU);
        meter.sample();

        Map<String, Object> memory = ResultMetrics.memory(estimate, meter);

        assertThat(memory)
                .containsOnlyKeys("estimatedBytes", "measuredBytes", "backpropBytes", "estimate")
                .containsEntry("estimatedBytes", estimate.rule().total())
                .containsEntry("backpropBytes", estimate.backprop().total());
        assertThat(memory.get("estimate"))
                .isEqualTo(Map.of(
                        "weights", estimate.rule().weights(),
                        "optimizer", estimate.rule().optimizer(),
                        "gradients", estimate.rule().gradients(),
                        "activations", List.copyOf(estimate.rule().activations()),
                        "working", estimate.rule().working()));
    }
}
