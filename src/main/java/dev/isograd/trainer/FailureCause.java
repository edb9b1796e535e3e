package dev.isograd.trainer;

import ai.djl.engine.EngineException;
import dev.isograd.FullDisk;
import dev.isograd.ShortText;
import dev.isograd.learning.DeviceMissing;
import dev.isograd.learning.ImagesDoNotFit;
import dev.isograd.learning.NonFiniteLoss;
import dev.isograd.learning.StateMismatch;
import dev.isograd.learning.libtorch.LibtorchUnusable;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.InvalidSpec;

/** Maps the exception that ended a training to an exit code and a message for the user. */
final class FailureCause {

    private static final int LONGEST_MESSAGE = 1000;
    private static final int MAX_DEPTH = 20;

    private FailureCause() {}

    static ExitCode of(Throwable failure) {
        return FullDisk.isCauseOf(failure) ? ExitCode.DISK_FULL : ofType(known(failure));
    }

    private static ExitCode ofType(Throwable failure) {
        return switch (failure) {
            case DeviceMissing _, LibtorchUnusable _ when SlotDevice.isGpu() -> ExitCode.DEVICE_UNUSABLE;
            case InvalidSpec _, DeviceMissing _, ImagesDoNotFit _ -> ExitCode.BAD_SPEC;
            case BadData _ -> ExitCode.BAD_DATA;
            case UnusableState _ -> ExitCode.UNUSABLE_STATE;
            case StateMismatch _ -> ExitCode.OTHER_TRAINING;
            case NonFiniteLoss _ -> ExitCode.DIVERGED;
            case OutOfMemoryError _ -> ExitCode.OUT_OF_MEMORY;
            case EngineException engine -> EngineFailure.of(text(engine)).code();
            default -> ExitCode.INTERNAL;
        };
    }

    /** The sentence that names the cause; the rest, such as libtorch's stack trace, belongs in the log. */
    static String message(Throwable failure) {
        Throwable known = known(failure);
        String sentence = switch (known) {
            case EngineException engine -> EngineFailure.of(text(engine)).sentence();
            // The JVM ends the process itself if objects find no room, so this is memory outside of its heap.
            case OutOfMemoryError error ->
                "The process ran out of memory for its data outside of the Java heap: " + text(error);
            default ->
                text(known).lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        };
        return ShortText.of(sentence.isEmpty() ? known.getClass().getSimpleName() : sentence.strip(), LONGEST_MESSAGE);
    }

    /** The error of libtorch or the lack of memory inside, if a thread of the training wrapped it in another exception. */
    private static Throwable known(Throwable failure) {
        if (failure instanceof LibtorchUnusable) {
            // Its own sentence says more than the error that caused it.
            return failure;
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof EngineException || cause instanceof OutOfMemoryError) {
                return cause;
            }
            cause = cause.getCause();
        }
        return failure;
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
