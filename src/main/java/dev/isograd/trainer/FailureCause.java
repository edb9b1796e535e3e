package dev.isograd.trainer;

import ai.djl.engine.EngineException;
import dev.isograd.FullDisk;
import dev.isograd.ShortText;
import dev.isograd.learning.DeviceMissing;
import dev.isograd.learning.ImagesDoNotFit;
import dev.isograd.learning.NonFiniteLoss;
import dev.isograd.learning.StateMismatch;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.InvalidSpec;
import org.jspecify.annotations.Nullable;

/** Maps the exception that ended a training to an exit code and a message for the user. */
final class FailureCause {

    private FailureCause() {}

    static ExitCode of(Throwable failure) {
        return FullDisk.isCauseOf(failure) ? ExitCode.DISK_FULL : ofType(failure);
    }

    private static ExitCode ofType(Throwable failure) {
        return switch (failure) {
            case DeviceMissing _ when SlotDevice.isGpu() -> ExitCode.DEVICE_UNUSABLE;
            case InvalidSpec _, DeviceMissing _, ImagesDoNotFit _ -> ExitCode.BAD_SPEC;
            case BadData _ -> ExitCode.BAD_DATA;
            case UnusableState _ -> ExitCode.UNUSABLE_STATE;
            case StateMismatch _ -> ExitCode.OTHER_TRAINING;
            case NonFiniteLoss _ -> ExitCode.DIVERGED;
            case EngineException engine -> ofEngine(String.valueOf(engine.getMessage()));
            default -> ExitCode.INTERNAL;
        };
    }

    /** Only the text of libtorch's errors identifies a lack of memory. */
    private static ExitCode ofEngine(String message) {
        if (mentions(message, "CUDA out of memory")) {
            return ExitCode.DEVICE_OUT_OF_MEMORY;
        }
        return mentions(message, "DefaultCPUAllocator") ? ExitCode.OUT_OF_MEMORY : ExitCode.INTERNAL;
    }

    /** The first line only, because libtorch appends its stack trace, which belongs in the log. */
    static String message(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return ShortText.of(message.lines().findFirst().orElse(""), 1000);
    }

    private static boolean mentions(@Nullable String text, String words) {
        return text != null && text.contains(words);
    }
}
