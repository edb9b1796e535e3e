package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.logs.LogStream;
import org.junit.jupiter.api.Test;

class ChildOutputTests {

    @Test
    void leavesOutWhatLibtorchSaysOfItself() {
        assertThat(
                        ChildOutput.isNoise(
                                LogStream.STDERR,
                                "[W1127 13:40:03.695731451 NNPACK.cpp:57] Could not initialize NNPACK! Reason: Unsupported hardware."))
                .isTrue();
        assertThat(
                        ChildOutput.isNoise(
                                LogStream.STDERR,
                                "[W AutoNonVariableTypeMode.h:84] Warning: AutoNonVariableTypeMode is deprecated and will be removed"))
                .isTrue();
        assertThat(ChildOutput.isNoise(
                        LogStream.STDERR,
                        "[W Context.cpp:82] Warning: adaptive_avg_pool2d_backward_cuda does not have a "
                                + "deterministic implementation"))
                .isFalse();
        assertThat(ChildOutput.isNoise(LogStream.STDOUT, "Could not initialize NNPACK"))
                .isFalse();
    }
}
