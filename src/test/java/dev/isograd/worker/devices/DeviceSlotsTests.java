package dev.isograd.worker.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.Waiting;
import dev.isograd.worker.devices.DeviceSlots.Offer;
import dev.isograd.worker.devices.FakeNvml.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // each test fills the fields with start()
class DeviceSlotsTests {

    private static final CpuReading CPU = new CpuReading(1_000, 100, 0.5);
    private static final Line A = Line.gpu("GPU-a");
    private static final Line B = Line.gpu("GPU-b").total(16_384);

    @TempDir
    Path folder;

    private FakeNvml nvml;
    private NvmlGpus gpus;
    private DeviceSlots slots;

    private void start(String devices, Line... lines) throws Exception {
        nvml = FakeNvml.in(folder, lines);
        gpus = new NvmlGpus(nvml.settings(devices));
        slots = new DeviceSlots(gpus, nvml.settings(devices));
    }

    private void read() {
        slots.read(gpus.present());
    }

    @Test
    void hasOneSlotForEachGpuAndThoseOfTheCpu() throws Exception {
        start("auto", A, B);

        assertThat(slots.total()).isEqualTo(3);
        assertThat(slots.offers()).hasSize(2);
        assertThat(slots.offers().getFirst().slots("w"))
                .satisfies(offer -> assertThat(offer.device()).isEqualTo("gpu"))
                .satisfies(offer -> assertThat(offer.all()).hasSize(2))
                .satisfies(offer -> assertThat(offer.unused()).hasSize(2));
        assertThat(slots.offers().getLast().slots("w").device()).isEqualTo("cpu");
        assertThat(slots.report(CPU)).extracting(DeviceReport::id).containsExactly("GPU-a", "GPU-b", "cpu");
    }

    @Test
    void doesNotTrainOnTheCpuIfTheSettingNamesGpus() throws Exception {
        start("GPU-b", A, B);

        assertThat(slots.total()).isOne();
        assertThat(slots.report(CPU)).extracting(DeviceReport::id).containsExactly("GPU-b");
    }

    @Test
    void offersEightPercentAndAContextLessThanAGpuHas() throws Exception {
        start("gpu", A);

        long expected = Math.round(81_920 * 1_048_576L * 0.92) - 500_000_000;
        assertThat(slots.offers().getFirst().slots("w").all().getFirst()).isCloseTo(expected, within(1L));
    }

    @Test
    void takesTheSmallestGpuThatIsLargeEnough() throws Exception {
        start("gpu", A, B);

        assertThat(gpu().take(1, 30L << 30).gpus()).extracting(Gpu::uuid).containsExactly("GPU-a");
        assertThat(gpu().take(1, 1).gpus()).extracting(Gpu::uuid).containsExactly("GPU-b");
        assertThat(slots.offers()).isEmpty();
    }

    @Test
    void givesOneJobSeveralGpus() throws Exception {
        start("gpu", A, B, Line.gpu("GPU-c"));

        TakenDevices taken = gpu().take(2, 30L << 30);

        assertThat(taken.gpus()).extracting(Gpu::uuid).containsExactlyInAnyOrder("GPU-a", "GPU-c");
        assertThat(states()).containsExactly(DeviceState.BUSY, DeviceState.FREE, DeviceState.BUSY);
        assertThatThrownBy(() -> gpu().take(2, 0)).isInstanceOf(IllegalStateException.class);
    }

    /** CUDA shows a process one instance at most. */
    @Test
    void offersEachInstanceOfAGpuByItself() throws Exception {
        start(
                "gpu",
                A,
                B.state("mig"),
                Line.gpu("MIG-1").total(9_984).state("part"),
                Line.gpu("MIG-2").total(9_984).state("part"),
                Line.gpu("GPU-c"));

        assertThat(slots.total()).isEqualTo(4);
        assertThat(slots.offers())
                .extracting(offer -> offer.slots("w").all().size())
                .containsExactly(2, 1, 1);
        assertThat(slots.offers().get(1).take(1, 0).gpus())
                .extracting(Gpu::uuid)
                .containsExactly("MIG-1");
    }

    @Test
    void countsSlotsOfTheCpu() {
        slots = new DeviceSlots(List::of, new DeviceProperties("cpu", 4, "none", Duration.ZERO));

        TakenDevices three = slots.offers().getFirst().take(3, 0);
        assertThat(slots.offers().getFirst().slots("w").unused()).hasSize(1);
        assertThat(states()).containsExactly(DeviceState.FREE);
        TakenDevices last = slots.offers().getFirst().take(1, 0);
        assertThat(slots.offers()).isEmpty();
        assertThat(states()).containsExactly(DeviceState.BUSY);

        three.close();
        last.close();
        assertThat(slots.offers().getFirst().slots("w").unused()).hasSize(4);
    }

    @Test
    void freesAGpuOnceItsMemoryIsReleased() throws Exception {
        start("gpu", A);
        TakenDevices taken = gpu().take(1, 0);
        nvml.set(A.used(30_000));
        read();
        taken.close();

        read();
        assertThat(states()).as("the memory is still in use").containsExactly(DeviceState.BUSY);
        assertThat(slots.offers()).isEmpty();

        nvml.set(A.used(2_048 + 128));
        read();
        assertThat(states()).containsExactly(DeviceState.FREE);
        assertThat(slots.offers()).hasSize(1);
    }

    /** Some hundred megabytes are the context of a process that did not end. */
    @Test
    void quarantinesAGpuThatKeepsMemoryUntilItIsReleased() throws Exception {
        start("gpu", A, B);
        TakenDevices taken = gpu().take(2, 0);
        nvml.set(A.used(2_048 + 129), B);
        taken.close();
        Waiting.until(() -> {
            read();
            return states().equals(List.of(DeviceState.QUARANTINED, DeviceState.FREE));
        });
        assertThat(slots.report(CPU).getFirst().reason())
                .isEqualTo(
                        "0 s after its last training ended, 2,177 MiB are in use; before the training, 2,048 MiB were.");
        assertThat(gpu().slots("w").all())
                .as("the quarantined one does not count")
                .hasSize(1);

        nvml.set(A, B);
        read();
        read();
        assertThat(states().getFirst()).as("two healthy readings are too few").isEqualTo(DeviceState.QUARANTINED);
        nvml.set(A.used(9_000), B);
        read();
        nvml.set(A, B);
        read();
        read();
        assertThat(states().getFirst()).as("they count from the last bad one").isEqualTo(DeviceState.QUARANTINED);
        read();
        assertThat(states()).containsExactly(DeviceState.FREE, DeviceState.FREE);
        assertThat(slots.report(CPU).getFirst().reason()).isNull();
    }

    @Test
    void quarantinesAGpuThatIsLostUntilItIsBack() throws Exception {
        start("gpu", A, B);
        TakenDevices onB = gpu().take(1, 0);
        nvml.set(A.state("lost"));
        read();
        assertThat(states()).containsExactly(DeviceState.QUARANTINED, DeviceState.QUARANTINED);
        assertThat(slots.report(CPU)).allSatisfy(gpu -> assertThat(gpu.reason()).startsWith("The GPU is lost"));
        assertThat(slots.offers()).isEmpty();

        nvml.set(A, B);
        read();
        read();
        read();
        assertThat(states())
                .as("a training still runs on B")
                .containsExactly(DeviceState.FREE, DeviceState.QUARANTINED);
        onB.close();
        read();
        read();
        read();
        assertThat(states()).containsExactly(DeviceState.FREE, DeviceState.FREE);
    }

    @Test
    void restsAGpuForAMinuteAfterAFault() throws Exception {
        start("gpu", A);
        Gpu healthy = gpus.present().getFirst();
        GpuSlot slot = new GpuSlot(healthy, Duration.ZERO);
        long fault = Long.MAX_VALUE - 1_000;
        slot.take();
        slot.markFaulty("CUDA error", fault);
        slot.giveBack(fault);

        long second = 1_000_000_000;
        for (int i = 1; i < 60; i++) {
            slot.read(Optional.of(healthy), fault + i * second);
        }
        assertThat(slot.state()).isEqualTo(DeviceState.QUARANTINED);
        for (int i = 60; i < 63; i++) {
            slot.read(Optional.of(healthy), fault + i * second);
        }
        assertThat(slot.state()).isEqualTo(DeviceState.FREE);
    }

    /** A driver may not return from a call about a failed GPU, and then no reading arrives. */
    @Test
    void quarantinesGpusThatWereNotReadForTooLong() throws Exception {
        start("gpu", A);
        long now = System.nanoTime();
        slots.checkSilence(now + Duration.ofSeconds(29).toNanos());
        assertThat(states()).containsExactly(DeviceState.FREE);

        slots.checkSilence(now + Duration.ofSeconds(31).toNanos());

        assertThat(states()).containsExactly(DeviceState.QUARANTINED);
        assertThat(slots.offers()).isEmpty();
    }

    @Test
    void usesNoGpuAgainThatLibtorchCannotUse() throws Exception {
        start("gpu", A);
        TakenDevices taken = gpu().take(1, 0);
        taken.markUnusable("This libtorch is for the CPU");
        taken.close();
        for (int i = 0; i < 5; i++) {
            read();
        }

        assertThat(states()).containsExactly(DeviceState.UNUSABLE);
        assertThat(slots.report(CPU).getFirst().reason()).isEqualTo("This libtorch is for the CPU");
        assertThat(slots.offers()).isEmpty();
    }

    /** Other programs may begin to use the GPU while no training runs on it. */
    @Test
    void measuresTheBaselineBeforeEachTraining() throws Exception {
        start("gpu", A);
        nvml.set(A.used(6_000));
        read();
        TakenDevices taken = gpu().take(1, 0);
        taken.close();
        read();

        assertThat(states()).containsExactly(DeviceState.FREE);
    }

    private Offer gpu() {
        return slots.offers().getFirst();
    }

    private List<DeviceState> states() {
        return slots.report(CPU).stream().map(DeviceReport::state).toList();
    }
}
