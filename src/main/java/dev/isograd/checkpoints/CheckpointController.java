package dev.isograd.checkpoints;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.MergePatch;
import dev.isograd.http.NoFields;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.jobs.JobAccess;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the checkpoints of a job: lists, pins and downloads them. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class CheckpointController {

    private final JobAccess jobs;
    private final CheckpointService checkpoints;
    private final CheckpointDownloads downloads;

    CheckpointController(JobAccess jobs, CheckpointService checkpoints, CheckpointDownloads downloads) {
        this.jobs = jobs;
        this.checkpoints = checkpoints;
        this.downloads = downloads;
    }

    @Operation(operationId = "listCheckpoints", summary = "List the checkpoints of a job, newest first")
    @PageParameters
    @Requires(Right.READ)
    @GetMapping("/jobs/{id}/checkpoints")
    Page<CheckpointResponse> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "ckpt");
        String job = jobs.latestTraining(caller, id, "checkpoints").job();
        return checkpoints.list(job, page.before(), page.limit());
    }

    @Operation(operationId = "pinCheckpoint", summary = "Pin or unpin a checkpoint")
    @Requires(Right.SUBMIT)
    @PatchMapping(
            path = "/checkpoints/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE})
    CheckpointResponse edit(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody JsonBody<PinRequest> body) {
        return checkpoints.pin(
                caller.project(),
                id,
                body.orThrow(CheckpointProblem::invalidEdit).pinned());
    }

    @Operation(operationId = "downloadCheckpoint", summary = "Create a temporary link to the content of a checkpoint")
    @Requires(Right.READ)
    @PostMapping("/checkpoints/{id}/download")
    DownloadResponse download(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body) {
        if (body != null) {
            body.orThrow(CheckpointProblem::invalidEdit);
        }
        return downloads.of(checkpoints.downloadable(caller.project(), id));
    }

    /** A temporary download link and a description of the file behind it. */
    record DownloadResponse(String url, Instant expiresAt, long bytes, String sha256, String fileName) {}
}
