package dev.isograd.worker.registry;

import dev.isograd.jobs.queue.HeldSlots.RunningJob;
import dev.isograd.worker.devices.DeviceReport;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the API shows it.
 *
 * @param slotsInUse slots in use by all projects together
 * @param running the caller's own jobs
 * @param othersRunning number of other projects' jobs, whose details stay private
 * @param devices empty if a worker of an older version wrote the row
 * @param stale whether the worker has not reported for so long that it may be gone
 */
record WorkerResponse(
        String id,
        String name,
        String device,
        int slots,

        @Schema(description = "Slots that all projects together use.")
        int slotsInUse,

        @Schema(description = "The running jobs of the caller's project.")
        List<RunningJob> running,

        @Schema(description = "Number of running jobs of other projects.")
        int othersRunning,

        @Schema(description = "The GPUs of the worker, and the CPU if trainings run on it, as last reported.")
        List<DeviceResponse> devices,

        @Nullable String version,
        Instant startedAt,
        Instant lastSeenAt,

        @Schema(description = "Whether the worker has not reported for so long that it may be gone.")
        boolean stale) {

    static WorkerResponse of(Workers.Row worker, List<DeviceReport> devices, List<RunningJob> jobs, String project) {
        List<RunningJob> own =
                jobs.stream().filter(job -> job.project().equals(project)).toList();
        return new WorkerResponse(
                worker.id(),
                worker.name(),
                worker.device(),
                worker.slots(),
                jobs.stream().mapToInt(RunningJob::slots).sum(),
                own,
                jobs.size() - own.size(),
                devices.stream().map(DeviceResponse::of).toList(),
                worker.version(),
                worker.startedAt(),
                worker.lastSeenAt(),
                worker.stale());
    }
}
