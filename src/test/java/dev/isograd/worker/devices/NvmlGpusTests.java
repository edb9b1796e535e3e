package dev.isograd.worker.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.worker.devices.FakeNvml.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class NvmlGpusTests {

    private static final long MIB = 1L << 20;

    @TempDir
    Path folder;

    @Test
    void readsWhatTheDriverSays() throws Exception {
        FakeNvml nvml = FakeNvml.in(
                folder,
                Line.gpu("GPU-a").busy(42, 61),
                Line.gpu("GPU-b").total(16_384).used(500));

        assertThat(gpus(nvml).present())
                .containsExactly(
                        new Gpu("GPU-a", "Fake H100", 81_920 * MIB, 2_048 * MIB, 0.42, 61, "9.0", "575.57", false),
                        new Gpu("GPU-b", "Fake H100", 16_384 * MIB, 500 * MIB, 0.0, 40, "9.0", "575.57", false));
    }

    @Test
    void readsAgainWhatHasChanged() throws Exception {
        FakeNvml nvml = FakeNvml.in(folder, Line.gpu("GPU-a"), Line.gpu("GPU-b"));
        NvmlGpus gpus = gpus(nvml);
        assertThat(gpus.present()).extracting(Gpu::uuid).containsExactly("GPU-a", "GPU-b");

        nvml.set(Line.gpu("GPU-a").state("lost"), Line.gpu("GPU-b").used(9_000).busy(100, 84));

        assertThat(gpus.present())
                .singleElement()
                .isEqualTo(new Gpu("GPU-b", "Fake H100", 81_920 * MIB, 9_000 * MIB, 1.0, 84, "9.0", "575.57", false));
    }

    /** A divided GPU cannot be used as a whole. Only the GPU knows the temperature, and nobody the utilization. */
    @Test
    void countsInstancesAsGpus() throws Exception {
        FakeNvml nvml = FakeNvml.in(
                folder,
                Line.gpu("GPU-a").state("mig").busy(10, 55),
                Line.gpu("MIG-1").total(9_984).used(12).state("part"),
                Line.gpu("MIG-2").total(20_096).used(25).state("part"),
                Line.gpu("GPU-b"));

        assertThat(gpus(nvml).present())
                .containsExactly(
                        new Gpu(
                                "MIG-1",
                                "Fake H100 MIG 1g.10gb",
                                9_984 * MIB,
                                12 * MIB,
                                null,
                                55,
                                "9.0",
                                "575.57",
                                true),
                        new Gpu(
                                "MIG-2",
                                "Fake H100 MIG 1g.10gb",
                                20_096 * MIB,
                                25 * MIB,
                                null,
                                55,
                                "9.0",
                                "575.57",
                                true),
                        new Gpu("GPU-b", "Fake H100", 81_920 * MIB, 2_048 * MIB, 0.0, 40, "9.0", "575.57", false));
    }

    @Test
    void ignoresUtilizationThatIsNoShare() throws Exception {
        FakeNvml nvml = FakeNvml.in(folder, Line.gpu("GPU-a").busy(-1, 40));

        assertThat(gpus(nvml).present())
                .singleElement()
                .extracting(Gpu::utilization)
                .isNull();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysOnceThatThereIsNoDriver(CapturedOutput log) {
        NvmlGpus gpus = gpus("libnvidia-ml-of-nobody.so.1");

        assertThat(gpus.present()).isEmpty();
        assertThat(gpus.present()).isEmpty();
        assertThat(log.getOut().lines().filter(line -> line.contains("libnvidia-ml-of-nobody.so.1")))
                .hasSize(1);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysThatTheDriverDoesNotStart(CapturedOutput log) throws Exception {
        FakeNvml nvml = FakeNvml.in(folder);
        Files.delete(nvml.folder().resolve("gpus"));

        assertThat(gpus(nvml).present()).isEmpty();
        assertThat(log).contains("does not start (status 9)");
    }

    /** Drivers differ in what they offer beyond the essentials. */
    @Test
    void needsOnlyIdentityAndMemory() throws Exception {
        Path source = Files.writeString(folder.resolve("old.c"), """
                #include <string.h>
                int nvmlInit_v2(void) { return 0; }
                int nvmlDeviceGetCount_v2(unsigned *n) { *n = 1; return 0; }
                int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **h) { *h = h; return 0; }
                int nvmlDeviceGetUUID(void *h, char *b, unsigned n) { strncpy(b, "GPU-old", n); return 0; }
                int nvmlDeviceGetMemoryInfo(void *h, unsigned long long *m) { m[0] = 8000; m[1] = 7000; m[2] = 1000; return 0; }
                """);
        Path library = folder.resolve("libold.so");
        FakeNvml.compile(source, library);

        assertThat(gpus(library.toString()).present())
                .containsExactly(new Gpu("GPU-old", "NVIDIA GPU", 8_000, 1_000, null, null, null, null, false));
    }

    private static NvmlGpus gpus(FakeNvml nvml) {
        return gpus(nvml.library().toString());
    }

    private static NvmlGpus gpus(String library) {
        return new NvmlGpus(new DeviceProperties("auto", 1, library, Duration.ofSeconds(1)));
    }
}
