package dev.isograd.trainer;

import java.util.Arrays;
import java.util.Optional;

/** How a child process ends, as its exit status tells even when its last message was lost. */
public enum ExitCode {
    OK(0),
    /** The status of {@code -XX:+ExitOnOutOfMemoryError}. */
    OUT_OF_MEMORY(3),
    BAD_SPEC(64),
    BAD_DATA(65),
    /** The state to go on from cannot be loaded; the training itself may be fine. */
    UNUSABLE_STATE(66),
    /** The state to go on from is whole, but of another training, other images or another version. */
    OTHER_TRAINING(67),
    DIVERGED(70),
    DEVICE_OUT_OF_MEMORY(71),
    DISK_FULL(73),
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
