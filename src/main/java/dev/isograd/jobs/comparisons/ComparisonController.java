package dev.isograd.jobs.comparisons;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.NoFields;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import dev.isograd.limits.CountsAsSubmission;
import io.swagger.v3.oas.annotations.Hidden;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of comparisons. */
@RestController
@RequestMapping("/api/v1/comparisons")
@ConditionalOnRole(Role.API)
class ComparisonController {

    private static final String CSV = "text/csv;charset=UTF-8";
    private static final String MARKDOWN = "text/markdown;charset=UTF-8";

    private final ComparisonService comparisons;

    ComparisonController(ComparisonService comparisons) {
        this.comparisons = comparisons;
    }

    @Operation(
            operationId = "createComparison",
            summary = "Train several variants of a spec with the same seeds",
            description = "All jobs are submitted, or none.")
    @ApiResponse(
            responseCode = "201",
            description = "The comparison; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = ComparisonResponse.class)))
    @CountsAsSubmission
    @Requires(Right.SUBMIT)
    @PostMapping
    ResponseEntity<String> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody JsonBody<ComparisonRequest> body) {
        Outcome made = comparisons.create(caller, key, body);
        return ResponseEntity.created(URI.create(ComparisonResponse.address(made.id())))
                .contentType(MediaType.APPLICATION_JSON)
                .body(made.answer());
    }

    @Operation(operationId = "listComparisons", summary = "List the comparisons of the project, newest first")
    @PageParameters
    @Requires(Right.READ)
    @GetMapping
    Page<ComparisonResponse> list(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "cmp");
        reader.check();
        return comparisons.list(caller, after, limit);
    }

    @Operation(
            operationId = "getComparison",
            summary = "Get a comparison: its jobs, and their figures by variant",
            description = "With `Accept: text/csv` or `text/markdown`, the table alone.")
    @ApiResponse(
            responseCode = "200",
            description = "The comparison, or its table.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ComparisonResponse.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/markdown", schema = @Schema(type = "string"))
            })
    @Requires(Right.READ)
    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ComparisonResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return comparisons.get(caller, id);
    }

    @Hidden
    @Requires(Right.READ)
    @GetMapping(path = "/{id}", produces = CSV)
    String csv(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return TableText.csv(comparisons.get(caller, id));
    }

    @Hidden
    @Requires(Right.READ)
    @GetMapping(path = "/{id}", produces = MARKDOWN)
    String markdown(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return TableText.markdown(comparisons.get(caller, id));
    }

    @Operation(operationId = "cancelComparison", summary = "Cancel all jobs of a comparison that are not over")
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/cancel")
    ComparisonResponse cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body) {
        if (body != null) {
            body.orThrow(ComparisonProblem::invalid);
        }
        return comparisons.cancel(caller, id);
    }
}
