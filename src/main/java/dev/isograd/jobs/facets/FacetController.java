package dev.isograd.jobs.facets;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the values by which jobs can be filtered. */
@RestController
@RequestMapping("/api/v1/jobs/facets")
@ConditionalOnRole(Role.API)
class FacetController {

    private final Facets facets;

    FacetController(Facets facets) {
        this.facets = facets;
    }

    @Operation(
            operationId = "listJobFacets",
            summary = "List the values by which the jobs of the project can be filtered",
            description =
                    "Of the newest 10,000 trainings that are not deleted, at most the 100 most frequent values of each filter.")
    @Requires(Right.READ)
    @GetMapping
    FacetsResponse get(@AuthenticationPrincipal Caller caller) {
        return facets.of(caller.project());
    }
}
