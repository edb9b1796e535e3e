package dev.isograd.jobs.web;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.Caller;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.Page;
import dev.isograd.http.QueryReader;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobEdit;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The jobs of the API. */
@RestController
@RequestMapping("/api/v1/jobs")
@ConditionalOnRole(Role.API)
class JobController {

    private final Submissions submissions;
    private final JobService jobs;
    private final JobControl control;

    JobController(Submissions submissions, JobService jobs, JobControl control) {
        this.submissions = submissions;
        this.jobs = jobs;
        this.control = control;
    }

    @PostMapping
    ResponseEntity<String> submit(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody Map<String, @Nullable Object> body) {
        return created(submissions.submit(caller, key, body));
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<String> retry(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body) {
        return created(submissions.retry(caller, key, id, body == null ? Map.of() : body));
    }

    @PostMapping("/{id}/fork")
    ResponseEntity<String> fork(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body) {
        return created(submissions.fork(caller, key, id, body == null ? Map.of() : body));
    }

    private static ResponseEntity<String> created(Submissions.Answer answer) {
        return ResponseEntity.created(URI.create(JobResponse.address(answer.job())))
                .eTag(Job.FIRST_ETAG)
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }

    @GetMapping
    Page<JobResponse> list(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        return jobs.list(JobFilter.read(query, caller));
    }

    @GetMapping("/{id}")
    JobResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletResponse response) {
        return tagged(jobs.get(caller, id), response);
    }

    @PatchMapping("/{id}")
    JobResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Map<String, @Nullable Object> body,
            HttpServletResponse response) {
        JobFields fields = new JobFields(body);
        JobEdit edit = new JobEdit(fields.name(), fields.labels(), fields.priority());
        fields.refuseNull("name");
        fields.refuseUnknown(List.of("name", "labels", "priority"));
        List<FieldProblem> problems = fields.problems();
        if (!problems.isEmpty()) {
            throw JobProblem.invalidEdit(problems);
        }
        return tagged(jobs.edit(caller, id, new IfMatch(ifMatch), edit), response);
    }

    @PostMapping("/{id}/cancel")
    JobResponse cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.cancel(caller, id), response);
    }

    @PostMapping("/{id}/kill")
    JobResponse kill(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.kill(caller, id), response);
    }

    @PostMapping("/{id}/pause")
    JobResponse pause(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.pause(caller, id), response);
    }

    @PostMapping("/{id}/resume")
    JobResponse resume(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.resume(caller, id), response);
    }

    /** Nothing can be said about these; who tries meant something else. */
    private static void refuseFields(@Nullable Map<String, @Nullable Object> body) {
        if (body != null) {
            JobFields fields = new JobFields(body);
            fields.refuseUnknown(List.of());
            if (!fields.problems().isEmpty()) {
                throw JobProblem.invalidEdit(fields.problems());
            }
        }
    }

    @GetMapping("/{id}/events")
    Page<EventResponse> events(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "evt");
        reader.check();
        return jobs.events(caller, id, after, limit).map(EventResponse::of);
    }

    /** Not through ResponseEntity, which would answer 304 by the tag although progress is not in it. */
    private static JobResponse tagged(JobResponse job, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, job.etag());
        return job;
    }
}
