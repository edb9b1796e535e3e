package dev.isograd.jobs.retention;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.JsonBody;
import dev.isograd.http.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes how long a project keeps its jobs and their data. */
@RestController
@RequestMapping("/api/v1/projects/{id}/retention")
@ConditionalOnRole(Role.API)
class RetentionController {

    private final ProjectRetention retention;

    RetentionController(ProjectRetention retention) {
        this.retention = retention;
    }

    @Operation(
            operationId = "getRetention",
            summary = "Get how long a project keeps jobs and their data",
            description =
                    "In days after the end of a job; null for ever. A project that has not chosen has the defaults of the service.")
    @Requires(Right.READ)
    @GetMapping
    RetentionDays get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return retention.of(caller, id);
    }

    @Operation(
            operationId = "editRetention",
            summary = "Change how long a project keeps jobs and their data",
            description =
                    "Omitted fields keep their values; null keeps the data for ever. The next sweep, within an hour by default, deletes what is older.")
    @Requires({Right.ADMIN, Right.ADMINISTER})
    @PatchMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE})
    RetentionDays edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody JsonBody<RetentionDays> body) {
        body.orThrow(InvalidAccountRequest::new);
        return retention.edit(caller, id, body);
    }
}
