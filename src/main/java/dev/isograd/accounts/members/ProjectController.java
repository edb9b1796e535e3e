package dev.isograd.accounts.members;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.JsonBody;
import dev.isograd.http.MergePatch;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
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

/** Manages projects and their quotas. */
@RestController
@RequestMapping("/api/v1/projects")
@ConditionalOnRole(Role.API)
class ProjectController {

    private final ProjectService projects;

    ProjectController(ProjectService projects) {
        this.projects = projects;
    }

    @Operation(
            operationId = "listProjects",
            summary = "List the projects of the account, newest first",
            description = "An administrator sees all projects.")
    @PageParameters
    @Requires(Right.READ)
    @GetMapping
    Page<ProjectResponse> list(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "prj");
        return projects.list(caller, page.before(), page.limit());
    }

    @Operation(
            operationId = "createProject",
            summary = "Create a project",
            description = "The caller's account becomes its first admin.")
    @ApiResponse(
            responseCode = "201",
            description = "The new project; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = ProjectResponse.class)))
    @Requires(Right.ADMINISTER)
    @PostMapping
    ResponseEntity<ProjectResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateProjectRequest> body) {
        body.orThrow(InvalidAccountRequest::new);
        ProjectResponse made = projects.create(caller, idempotencyKey, body);
        return ResponseEntity.created(URI.create("/api/v1/projects/" + made.id()))
                .body(made);
    }

    @Operation(operationId = "editProject", summary = "Change the name or the quotas of a project")
    @Requires({Right.ADMIN, Right.ADMINISTER})
    @PatchMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE})
    ProjectResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody JsonBody<EditProjectRequest> body) {
        body.orThrow(InvalidAccountRequest::new);
        return projects.edit(caller, id, body);
    }
}
