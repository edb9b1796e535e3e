package dev.isograd.worker.registry;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.queue.HeldSlots;
import dev.isograd.jobs.queue.HeldSlots.RunningJob;
import dev.isograd.worker.devices.DeviceReport;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the workers with their devices and running jobs. */
@RestController
@ConditionalOnRole(Role.API)
class WorkerController {

    private final Workers workers;
    private final DeviceRows devices;
    private final HeldSlots jobs;

    WorkerController(Workers workers, DeviceRows devices, HeldSlots jobs) {
        this.workers = workers;
        this.devices = devices;
        this.jobs = jobs;
    }

    @Operation(
            operationId = "listWorkers",
            summary = "List the workers and their running jobs, most recently started first")
    @PageParameters
    @Requires(Right.READ)
    @GetMapping("/api/v1/workers")
    Page<WorkerResponse> list(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "wrk");
        reader.check();
        Map<String, List<RunningJob>> running = jobs.byWorker();
        List<Workers.Row> found = workers.page(after, limit + 1);
        Map<String, List<DeviceReport>> reported =
                devices.of(found.stream().map(Workers.Row::id).toList());
        return Page.of(found, limit, Workers.Row::id)
                .map(worker -> WorkerResponse.of(
                        worker,
                        reported.getOrDefault(worker.id(), List.of()),
                        running.getOrDefault(worker.id(), List.of()),
                        caller.project()));
    }
}
