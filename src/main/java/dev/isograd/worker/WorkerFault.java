package dev.isograd.worker;

import dev.isograd.datasets.DatasetNotFound;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells what is wrong with this worker, and may be right on the next, from what is wrong with a job. */
final class WorkerFault {

    private WorkerFault() {}

    /** No room on the disk, no process to be had, no such data set here. */
    static boolean isCauseOf(Exception failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof DatasetNotFound;
    }

    static JobReason reason(Exception failure) {
        if (failure instanceof DatasetNotFound) {
            return new JobReason(ReasonCode.INTERNAL, "The worker does not have the job's data set.");
        }
        String message = "The worker failed: " + failure.getMessage();
        boolean full = message.contains("No space left");
        return new JobReason(full ? ReasonCode.DISK_FULL : ReasonCode.INTERNAL, message);
    }
}
