package dev.isograd.learning.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.libtorch.MathSettings.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The names of the functions belong to libtorch 2.7; another version must not change them unnoticed. */
class MathSettingsTests {

    @AfterEach
    void reset() {
        new MathSettings(false, false).apply();
    }

    @ParameterizedTest
    @EnumSource
    void eachSwitchReturnsWhatWasSet(Switch each) {
        each.set(true);
        assertThat(each.isOn()).isTrue();

        each.set(false);
        assertThat(each.isOn()).isFalse();
    }

    @Test
    void deterministicTrainingsTakeNoKernelThatAddsInARandomOrder() {
        new MathSettings(false, true).apply();

        assertThat(MathSettings.hasDeterministicAlgorithms()).isTrue();
        assertThat(Switch.DETERMINISTIC_CUDNN.isOn()).isTrue();
        assertThat(Switch.DETERMINISTIC_ONEDNN.isOn()).isTrue();
        assertThat(Switch.BENCHMARK_CUDNN.isOn()).isFalse();
        assertThat(Switch.FILL_NEW_ARRAYS.isOn()).isFalse();
        assertThat(Switch.TF32_CUDNN.isOn()).isFalse();
    }

    /** libtorch's own default rounds the factors of convolutions. */
    @Test
    void float32IsNotRounded() {
        new MathSettings(true, false).apply();
        assertThat(Switch.TF32_CUBLAS.isOn()).isTrue();
        assertThat(Switch.TF32_CUDNN.isOn()).isTrue();

        new MathSettings(false, false).apply();

        assertThat(Switch.TF32_CUBLAS.isOn()).isFalse();
        assertThat(Switch.TF32_CUDNN.isOn()).isFalse();
        assertThat(MathSettings.hasDeterministicAlgorithms()).isFalse();
    }
}
