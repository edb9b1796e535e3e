package dev.isograd.worker;

import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import java.util.Optional;

/**
 * Finds why a child process ended without a result. It looks at the kernel's count of out-of-memory kills, then at the
 * crash report, then at the child's own failure message, and last at the exit status.
 */
final class ExitDiagnosis {

    private static final int SIGNAL_BASE = 128;
    private static final int SIGHUP = 1;
    private static final int SIGABRT = 6;
    private static final int SIGBUS = 7;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;
    private static final int SIGTERM = 15;

    private static final String CHECKPOINTS_KEPT =
            ". The checkpoints are kept: retry the job on a worker with the original data and version.";

    private ExitDiagnosis() {}

    /** @param noun what ran, in one word for messages */
    static JobReason of(Verdict.Ended ended, Optional<CrashReport> crash, String noun) {
        if (ended.oomKilled() && ended.status() == SIGNAL_BASE + SIGKILL) {
            return new JobReason(
                    ReasonCode.OOM_HOST,
                    "The kernel killed the %s process because its container or machine ran out of memory."
                            .formatted(noun));
        }
        if (crash.isPresent()) {
            return new JobReason(
                    ReasonCode.NATIVE_CRASH,
                    "The %s process crashed in native code%s; the crash report is at the end of the log."
                            .formatted(
                                    noun,
                                    crash.get()
                                            .frame()
                                            .map(frame -> ", at " + frame)
                                            .orElse("")));
        }
        ChildMessage.Failed lastMessage = ended.lastMessage();
        if (lastMessage != null) {
            return new JobReason(
                    code(lastMessage.code()),
                    lastMessage.code() == ExitCode.OTHER_TRAINING
                            ? lastMessage.message() + CHECKPOINTS_KEPT
                            : lastMessage.message());
        }
        return ExitCode.of(ended.status())
                .filter(code -> code != ExitCode.OK)
                .map(code -> new JobReason(code(code), sentence(code, noun)))
                .orElseGet(() -> ofSignal(ended.status(), noun));
    }

    private static ReasonCode code(ExitCode code) {
        return switch (code) {
            case OUT_OF_MEMORY -> ReasonCode.OOM_HOST;
            case DEVICE_OUT_OF_MEMORY -> ReasonCode.OOM_DEVICE;
            case BAD_SPEC, DEVICE_UNUSABLE -> ReasonCode.BAD_SPEC;
            case BAD_DATA, OTHER_TRAINING -> ReasonCode.DATA_ERROR;
            case DIVERGED -> ReasonCode.DIVERGED;
            case GPU_FAULT -> ReasonCode.GPU_FAULT;
            case DISK_FULL -> ReasonCode.DISK_FULL;
            case OK, UNUSABLE_STATE, INTERNAL -> ReasonCode.INTERNAL;
        };
    }

    private static String sentence(ExitCode code, String noun) {
        return code == ExitCode.OUT_OF_MEMORY
                ? "The %s process ran out of Java heap.".formatted(noun)
                : "The %s process ended with %s and without a message.".formatted(noun, code);
    }

    private static JobReason ofSignal(int status, String noun) {
        return switch (status - SIGNAL_BASE) {
            case SIGABRT, SIGBUS, SIGSEGV ->
                new JobReason(
                        ReasonCode.NATIVE_CRASH,
                        "The %s process crashed in native code (exit status %d) and left no crash report."
                                .formatted(noun, status));
            case SIGHUP, SIGKILL, SIGTERM ->
                new JobReason(
                        ReasonCode.WORKER_LOST,
                        "The %s process was killed from outside (signal %d), perhaps by an operator."
                                .formatted(noun, status - SIGNAL_BASE));
            default ->
                new JobReason(
                        ReasonCode.INTERNAL,
                        "The %s process ended unexpectedly with exit status %d.".formatted(noun, status));
        };
    }
}
