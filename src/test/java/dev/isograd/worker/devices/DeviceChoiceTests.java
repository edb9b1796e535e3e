package dev.isograd.worker.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTests {

    private static final Gpu A = gpu("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6");
    private static final Gpu B = gpu("MIG-GPU-8932f937-d72c-4106-c12f-20bd9faed9f6/1/0");

    @Test
    void choosesEveryGpuAndTheCpuByDefault() {
        DeviceChoice auto = DeviceChoice.of("auto");

        assertThat(auto.of(List.of(A, B))).containsExactly(A, B);
        assertThat(auto.of(List.of())).isEmpty();
        assertThat(auto.hasCpu()).isTrue();
    }

    @Test
    void choosesTheCpuAlone() {
        assertThat(DeviceChoice.of("cpu").of(List.of(A, B))).isEmpty();
        assertThat(DeviceChoice.of("cpu").hasCpu()).isTrue();
    }

    @Test
    void needsAGpuIfThatIsTheSetting() {
        assertThat(DeviceChoice.of("gpu").of(List.of(A))).containsExactly(A);
        assertThat(DeviceChoice.of("gpu").hasCpu()).isFalse();
        assertThatThrownBy(() -> DeviceChoice.of("gpu").of(List.of()))
                .isInstanceOf(DevicesMissing.class)
                .hasMessage("isograd.worker.devices is gpu, but NVML finds no GPU on this machine");
    }

    @Test
    void choosesGpusByUuid() {
        DeviceChoice both = DeviceChoice.of(B.uuid() + " , " + A.uuid());

        assertThat(both.of(List.of(A, B))).containsExactly(B, A);
        assertThat(both.hasCpu()).isFalse();
        assertThatThrownBy(() -> both.of(List.of(A)))
                .isInstanceOf(DevicesMissing.class)
                .hasMessageContaining(B.uuid() + ", which is not on this machine")
                .hasMessageContaining(A.uuid() + " (Fake)");
        assertThatThrownBy(() -> both.of(List.of())).hasMessageContaining("NVML finds no GPU");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "cuda",
                "GPU",
                "0",
                "gpu:0",
                "auto,cpu",
                "GPU-",
                "GPU-a,",
                ",GPU-a",
                "GPU-a;GPU-b",
                "GPU-a GPU-b"
            })
    void refusesEverythingElse(String setting) {
        assertThatThrownBy(() -> new DeviceProperties(setting, 1, "none", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("isograd.worker.devices is \"" + setting + "\", but must be auto, cpu, gpu");
    }

    @Test
    void refusesAGpuThatIsNamedTwice() {
        assertThatThrownBy(() -> DeviceChoice.of("GPU-a,GPU-b,GPU-a")).hasMessageContaining("names a GPU twice");
    }

    private static Gpu gpu(String uuid) {
        return new Gpu(uuid, "Fake", 1, 0, null, null, null, null, false);
    }
}
