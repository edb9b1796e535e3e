package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndCauseTests {

    @ParameterizedTest
    @CsvSource({
        "3, OOM_HOST",
        "64, BAD_SPEC",
        "65, DATA_ERROR",
        "70, DIVERGED",
        "71, OOM_DEVICE",
        "73, DISK_FULL",
        "75, INTERNAL",
        "134, NATIVE_CRASH",
        "135, NATIVE_CRASH",
        "139, NATIVE_CRASH",
        "137, WORKER_LOST",
        "143, INTERNAL",
        "0, INTERNAL",
        "1, INTERNAL"
    })
    void readsTheCauseFromTheExitStatus(int status, ReasonCode code) {
        assertThat(EndCause.of(null, status).code()).isEqualTo(code);
    }

    @Test
    void believesTheChildsLastWordsOverItsStatus() {
        ChildMessage.Failed lastWords = new ChildMessage.Failed(ExitCode.DIVERGED, "module 2 at step 17: NaN");

        assertThat(EndCause.of(lastWords, 137))
                .isEqualTo(new JobReason(ReasonCode.DIVERGED, "module 2 at step 17: NaN"));
    }
}
