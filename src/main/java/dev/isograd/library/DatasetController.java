package dev.isograd.library;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import dev.isograd.limits.CountsAsSubmission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of data sets. */
@RestController
@RequestMapping("/api/v1/datasets")
@ConditionalOnRole(Role.API)
class DatasetController {

    private final DatasetService datasets;

    DatasetController(DatasetService datasets) {
        this.datasets = datasets;
    }

    @Operation(
            operationId = "importDataset",
            summary = "Import a data set",
            description =
                    "The import is a job, which the answer names. A name that exists makes the next version, such as `pets@2`.")
    @ApiResponse(
            responseCode = "201",
            description = "The new version, which is IMPORTING; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = DatasetResponse.class)))
    @CountsAsSubmission
    @Requires(Right.SUBMIT)
    @PostMapping
    ResponseEntity<String> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @RequestBody JsonBody<ImportRequest> body) {
        Outcome made = datasets.create(caller, key, body);
        return ResponseEntity.created(URI.create(DatasetResponse.address(made.id())))
                .contentType(MediaType.APPLICATION_JSON)
                .body(made.answer());
    }

    @Operation(
            operationId = "listDatasets",
            summary = "List the data sets of the project and the built-in ones, all versions, newest first")
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Text that the name contains, in any case.",
            schema = @Schema(type = "string"))
    @PageParameters
    @Requires(Right.READ)
    @GetMapping
    Page<DatasetResponse> list(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "ds");
        String name = reader.string("name");
        reader.check();
        return datasets.list(caller, name, after, limit);
    }

    @Operation(
            operationId = "getDataset",
            summary = "Get a data set",
            description =
                    "By its id, by name and version such as `pets@2`, or by its name, which means the newest version.")
    @Requires(Right.READ)
    @GetMapping("/{nameOrId}")
    DatasetResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String nameOrId) {
        return datasets.get(caller, nameOrId);
    }

    @Operation(operationId = "deleteDataset", summary = "Delete a version of a data set")
    @ApiResponse(responseCode = "204", description = "The version is deleted, and its number is not used again.")
    @ApiResponse(responseCode = "409", description = "A job that is not over uses it, or it is built in.")
    @Requires(Right.SUBMIT)
    @DeleteMapping("/{nameOrId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String nameOrId) {
        datasets.delete(caller, nameOrId);
    }
}
