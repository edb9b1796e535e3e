package dev.isograd.jobs.plans;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.jobs.web.SubmitJobRequest;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Says what a training would take, without starting it. */
@RestController
@ConditionalOnRole(Role.API)
class PlanController {

    private final Planner planner;

    PlanController(Planner planner) {
        this.planner = planner;
    }

    @Operation(
            operationId = "planJob",
            summary = "Get memory, time and place in the queue of a training before it is submitted",
            description = "The body is that of a submission, with the same checks. Nothing is started or kept.")
    @Requires(Right.READ)
    @PostMapping("/api/v1/plans")
    Plan plan(@AuthenticationPrincipal Caller caller, @RequestBody JsonBody<SubmitJobRequest> body) {
        return planner.plan(caller, body);
    }
}
