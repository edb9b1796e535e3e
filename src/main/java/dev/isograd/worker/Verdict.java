package dev.isograd.worker;

import dev.isograd.jobs.JobReason;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
sealed interface Verdict {

    record Trained(ChildMessage.Done done) implements Verdict {}

    record Cancelled() implements Verdict {}

    record Paused() implements Verdict {}

    /** The lease was lost: nothing more may be written about the attempt. */
    record Lost() implements Verdict {}

    /** The worker itself is stopping; the job is to be trained elsewhere. */
    record GivenBack() implements Verdict {}

    /** Stopped by the supervisor for a reason of its own. */
    record Failed(JobReason reason) implements Verdict {}

    /** The child ended by itself without a result; {@link ExitDiagnosis} finds out why. */
    record Ended(ChildMessage.@Nullable Failed lastWords, int status, boolean byKernel) implements Verdict {

        /** The training may be fine; what it was to go on from is not. */
        boolean couldNotLoadState() {
            return endedWith(ExitCode.UNUSABLE_STATE);
        }

        /** What it was to go on from is fine too; the two do not belong together. */
        boolean wasGivenAnotherState() {
            return endedWith(ExitCode.OTHER_TRAINING);
        }

        private boolean endedWith(ExitCode code) {
            return lastWords == null ? status == code.status() : lastWords.code() == code;
        }

        String words() {
            return lastWords == null ? "it cannot be loaded" : lastWords.message();
        }
    }
}
