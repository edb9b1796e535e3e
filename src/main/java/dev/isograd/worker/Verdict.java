package dev.isograd.worker;

import dev.isograd.jobs.JobReason;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
sealed interface Verdict {

    record Completed(ChildMessage.Done done) implements Verdict {}

    record Cancelled() implements Verdict {}

    record Paused() implements Verdict {}

    /** The lease was lost: nothing more may be written about the attempt. */
    record Lost() implements Verdict {}

    /** The worker is stopping; another worker shall train the job. */
    record GivenBack() implements Verdict {}

    /** The worker is stopping and leaves the attempt running; its next run continues to supervise it. */
    record Detached() implements Verdict {}

    /** The cluster ended the attempt for its own reasons, such as a job of higher priority. No fault of the job. */
    record Displaced(String message) implements Verdict {}

    /** The supervisor stopped the training for the given reason. */
    record Failed(JobReason reason) implements Verdict {}

    /** The stored checkpoint of a fork is damaged, so no attempt can start from it. */
    record SourceDamaged(String message) implements Verdict {}

    /**
     * The child ended by itself without a result; {@link ExitDiagnosis} finds the reason.
     *
     * @param lastMessage the child's own account of its failure, if it sent one
     * @param oomKilled whether the kernel killed a process of the child's control group for lack of memory
     */
    record Ended(ChildMessage.@Nullable Failed lastMessage, int status, boolean oomKilled) implements Verdict {

        /** The checkpoint to resume from is damaged. */
        boolean couldNotLoadState() {
            return endedWith(ExitCode.UNUSABLE_STATE);
        }

        /** The checkpoint to resume from is intact, but belongs to another training. */
        boolean refusedState() {
            return endedWith(ExitCode.OTHER_TRAINING);
        }

        /** libtorch cannot use the GPU that the worker chose. */
        boolean couldNotUseDevice() {
            return endedWith(ExitCode.DEVICE_UNUSABLE);
        }

        private boolean endedWith(ExitCode code) {
            return lastMessage == null ? status == code.status() : lastMessage.code() == code;
        }

        String failureMessage() {
            return lastMessage == null ? "the training process ended without a message" : lastMessage.message();
        }
    }
}
