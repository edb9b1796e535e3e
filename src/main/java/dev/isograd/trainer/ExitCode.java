package dev.isograd.trainer;

import java.util.Arrays;
import java.util.Optional;

/** Exit status of a child process, which gives the cause of its end even if its last message was lost. */
public enum ExitCode {
    OK(0),
    /** The status of {@code -XX:+ExitOnOutOfMemoryError}. */
    OUT_OF_MEMORY(3),
    BAD_SPEC(64),
    BAD_DATA(65),
    /** The checkpoint to resume from cannot be loaded; an older one may work. */
    UNUSABLE_STATE(66),
    /** The checkpoint to resume from is intact, but belongs to another training, other images or another version. */
    OTHER_TRAINING(67),
    DIVERGED(70),
    DEVICE_OUT_OF_MEMORY(71),
    /** libtorch cannot use the GPU that the worker chose for this process; another device may work. */
    DEVICE_UNUSABLE(72),
    DISK_FULL(73),
    /** The GPU or its driver failed in the midst of the training; every later call of the process would fail too. */
    GPU_FAULT(74),
    INTERNAL(75);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    public static Optional<ExitCode> of(int status) {
        return Arrays.stream(values()).filter(code -> code.status == status).findFirst();
    }
}
