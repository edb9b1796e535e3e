package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitDiagnosisTests {

    @ParameterizedTest
    @CsvSource({
        "3, OOM_HOST",
        "64, BAD_SPEC",
        "65, DATA_ERROR",
        "67, DATA_ERROR",
        "70, DIVERGED",
        "71, OOM_DEVICE",
        "72, BAD_SPEC",
        "73, DISK_FULL",
        "74, GPU_FAULT",
        "75, INTERNAL",
        "134, NATIVE_CRASH",
        "135, NATIVE_CRASH",
        "139, NATIVE_CRASH",
        "137, WORKER_LOST",
        "143, WORKER_LOST",
        "129, WORKER_LOST",
        "0, INTERNAL",
        "1, INTERNAL"
    })
    void readsTheCauseFromTheExitStatus(int status, ReasonCode code) {
        assertThat(ExitDiagnosis.of(new Verdict.Ended(null, status, false), Optional.empty(), "training")
                        .code())
                .isEqualTo(code);
    }

    @Test
    void distinguishesAKillByTheKernelFromOneByAUser() {
        assertThat(ExitDiagnosis.of(new Verdict.Ended(null, 137, true), Optional.empty(), "training")
                        .code())
                .isEqualTo(ReasonCode.OOM_HOST);
        assertThat(ExitDiagnosis.of(new Verdict.Ended(null, 139, true), Optional.empty(), "training")
                        .code())
                .isEqualTo(ReasonCode.NATIVE_CRASH);
    }

    @Test
    void prefersTheChildsMessageToItsStatus() {
        ChildMessage.Failed lastMessage = new ChildMessage.Failed(ExitCode.DIVERGED, "module 2 at step 17: NaN");

        assertThat(ExitDiagnosis.of(new Verdict.Ended(lastMessage, 137, false), Optional.empty(), "training"))
                .isEqualTo(new JobReason(ReasonCode.DIVERGED, "module 2 at step 17: NaN"));
    }

    @Test
    void prefersACrashReportToTheStatus(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("hs_err.log"), """
                # A fatal error has been detected by the Java Runtime Environment:
                #
                # Problematic frame:
                # C  [libtorch_cpu.so+0x85f14]
                """);

        JobReason reason = ExitDiagnosis.of(new Verdict.Ended(null, 1, false), CrashReport.read(file), "training");

        assertThat(reason.code()).isEqualTo(ReasonCode.NATIVE_CRASH);
        assertThat(reason.message()).contains("C  [libtorch_cpu.so+0x85f14]");
    }
}
