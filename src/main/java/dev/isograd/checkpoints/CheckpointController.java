package dev.isograd.checkpoints;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.Caller;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.Page;
import dev.isograd.http.QueryReader;
import dev.isograd.http.UnknownFields;
import dev.isograd.jobs.JobAccess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

/** The checkpoints of the API. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class CheckpointController {

    // Sorts behind every id.
    private static final String NEWEST = "~";
    private static final String PINNED = "pinned";

    private final JobAccess jobs;
    private final CheckpointService checkpoints;
    private final CheckpointDownloads downloads;

    CheckpointController(JobAccess jobs, CheckpointService checkpoints, CheckpointDownloads downloads) {
        this.jobs = jobs;
        this.checkpoints = checkpoints;
        this.downloads = downloads;
    }

    @GetMapping("/jobs/{id}/checkpoints")
    Page<CheckpointResponse> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "ckpt");
        reader.check();
        String job = jobs.latestAttempt(caller, id).job();
        return checkpoints.list(job, after == null ? NEWEST : after, limit);
    }

    @PatchMapping("/checkpoints/{id}")
    CheckpointResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody Map<String, @Nullable Object> body) {
        return checkpoints.pin(caller.project(), id, pinned(body));
    }

    private static boolean pinned(Map<String, @Nullable Object> body) {
        List<FieldProblem> problems = new ArrayList<>(UnknownFields.in(body, List.of(PINNED)));
        if (!(body.get(PINNED) instanceof Boolean)) {
            problems.add(new FieldProblem("/" + PINNED, "is required: true or false"));
        }
        if (!problems.isEmpty()) {
            throw CheckpointProblem.invalidEdit(problems);
        }
        return Boolean.TRUE.equals(body.get(PINNED));
    }

    @PostMapping("/checkpoints/{id}/download")
    DownloadResponse download(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body) {
        List<FieldProblem> problems = body == null ? List.of() : UnknownFields.in(body, List.of());
        if (!problems.isEmpty()) {
            throw CheckpointProblem.invalidEdit(problems);
        }
        return downloads.of(checkpoints.downloadable(caller.project(), id));
    }

    /** A link that works for a while, and what will come of it. */
    record DownloadResponse(String url, Instant expiresAt, long bytes, String sha256, String fileName) {}
}
