package dev.isograd.jobs.web;

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
import dev.isograd.http.QueryReader;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import dev.isograd.jobs.Job;
import dev.isograd.limits.CountsAsSubmission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of jobs: submission, lists, edits and control. */
@RestController
@RequestMapping("/api/v1/jobs")
@ConditionalOnRole(Role.API)
class JobController {

    private final Submissions submissions;
    private final JobService jobs;
    private final JobControl control;
    private final JobDeletion deletion;

    JobController(Submissions submissions, JobService jobs, JobControl control, JobDeletion deletion) {
        this.submissions = submissions;
        this.jobs = jobs;
        this.control = control;
        this.deletion = deletion;
    }

    @Operation(
            operationId = "submitJob",
            summary = "Submit a training job",
            description = "The body is a training spec, alone or in `spec` beside the fields of the job.")
    @ApiResponse(
            responseCode = "201",
            description = "The new job; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = JobResponse.class)))
    @CountsAsSubmission
    @Requires(Right.SUBMIT)
    @PostMapping
    ResponseEntity<String> submit(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody JsonBody<SubmitJobRequest> body) {
        return created(submissions.submit(caller, key, body));
    }

    @Operation(
            operationId = "retryJob",
            summary = "Retry a failed or cancelled job",
            description = "The new job has the same spec. It resumes from the last checkpoint if one exists.")
    @ApiResponse(
            responseCode = "201",
            description = "The new job; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = JobResponse.class)))
    @ApiResponse(responseCode = "409", description = "The state of the job does not allow this.")
    @CountsAsSubmission
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/retry")
    ResponseEntity<String> retry(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonBody<RetryRequest> body) {
        return created(submissions.retry(caller, key, id, JsonBody.orEmpty(body, RetryRequest.EMPTY)));
    }

    @Operation(
            operationId = "forkJob",
            summary = "Create a job from a checkpoint of another job",
            description = "The new job resumes from the checkpoint, with changes to the spec.")
    @ApiResponse(
            responseCode = "201",
            description = "The new job; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = JobResponse.class)))
    @ApiResponse(responseCode = "409", description = "The job has no usable checkpoint.")
    @CountsAsSubmission
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/fork")
    ResponseEntity<String> fork(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonBody<ForkRequest> body) {
        return created(submissions.fork(caller, key, id, JsonBody.orEmpty(body, ForkRequest.EMPTY)));
    }

    private static ResponseEntity<String> created(Outcome outcome) {
        return ResponseEntity.created(URI.create(JobResponse.address(outcome.id())))
                .eTag(Job.FIRST_ETAG)
                .contentType(MediaType.APPLICATION_JSON)
                .body(outcome.answer());
    }

    @Operation(operationId = "listJobs", summary = "List jobs, by default newest first")
    @JobListParameters
    @PageParameters
    @Requires(Right.READ)
    @GetMapping
    Page<JobResponse> list(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        return jobs.list(JobFilter.read(query, caller));
    }

    @Operation(operationId = "getJob", summary = "Get a job")
    @Requires(Right.READ)
    @GetMapping("/{id}")
    JobResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletResponse response) {
        return tagged(jobs.get(caller, id), response);
    }

    @Operation(
            operationId = "editJob",
            summary = "Change the name, labels, priority or notes of a job, or archive it",
            description =
                    "The `If-Match` header carries the `ETag` of the job. As a JSON merge patch (RFC 7396), `labels` adds, changes or removes single labels; otherwise it replaces all of them.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "412", description = "Another edit changed the job since it was read.")
    @ApiResponse(responseCode = "428", description = "The `If-Match` header is missing.")
    @Requires(Right.SUBMIT)
    @PatchMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE})
    JobResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonBody<EditJobRequest> body,
            HttpServletResponse response) {
        EditJobRequest request = body.orThrow(JobProblem::invalidRequest);
        return tagged(
                jobs.edit(
                        caller,
                        id,
                        new IfMatch(ifMatch),
                        job -> body.isPatch() ? request.patch(job, body.json()) : request.edit()),
                response);
    }

    @Operation(operationId = "cancelJob", summary = "Cancel a job after a last checkpoint")
    @ControlResponses
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/cancel")
    JobResponse cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.cancel(caller, id), response);
    }

    @Operation(operationId = "killJob", summary = "End a job immediately, without a last checkpoint")
    @ControlResponses
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/kill")
    JobResponse kill(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.kill(caller, id), response);
    }

    @Operation(operationId = "pauseJob", summary = "Pause a job: save a checkpoint and release its slots")
    @ControlResponses
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/pause")
    JobResponse pause(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.pause(caller, id), response);
    }

    @Operation(operationId = "resumeJob", summary = "Put a paused job back into the queue")
    @ControlResponses
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/resume")
    JobResponse resume(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(control.resume(caller, id), response);
    }

    @Operation(
            operationId = "deleteJob",
            summary = "Delete a training that is over",
            description =
                    "The job is hidden at once, and can be restored for a week by default. Then its data, its files and its rows are deleted for good.")
    @ApiResponse(responseCode = "204", description = "The job is deleted.")
    @ApiResponse(responseCode = "409", description = "The job is not over, or it is an import.")
    @Requires(Right.SUBMIT)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        deletion.delete(caller, id);
    }

    @Operation(operationId = "restoreJob", summary = "Restore a deleted job")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/restore")
    JobResponse restore(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body,
            HttpServletResponse response) {
        refuseFields(body);
        return tagged(deletion.restore(caller, id), response);
    }

    /** These requests take no fields; a client that sends some expects an effect that would not happen. */
    private static void refuseFields(@Nullable JsonBody<NoFields> body) {
        if (body != null) {
            body.orThrow(JobProblem::invalidRequest);
        }
    }

    @Operation(operationId = "listEvents", summary = "List the events of a job, newest first")
    @PageParameters
    @Requires(Right.READ)
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

    /** Sets the header directly. ResponseEntity would answer 304 by the ETag, which does not change with progress. */
    private static JobResponse tagged(JobResponse job, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, job.etag());
        return job;
    }
}
