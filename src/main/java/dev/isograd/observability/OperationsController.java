package dev.isograd.observability;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.http.QueryReader;
import dev.isograd.observability.Operations.Window;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What administrators see of the whole service. */
@RestController
@RequestMapping("/api/v1/admin")
@ConditionalOnRole(Role.API)
class OperationsController {

    private final Operations operations;
    private final SupportBundle bundle;

    OperationsController(Operations operations, SupportBundle bundle) {
        this.operations = operations;
        this.bundle = bundle;
    }

    @Operation(
            operationId = "getOperations",
            summary = "Get the queue, the running jobs and the workers over the last hour or day")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "How far back: an hour in steps of a minute, or a day in steps of a quarter of an hour.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"hour", "day"},
                            defaultValue = "hour"))
    @Requires(Right.ADMINISTER)
    @GetMapping("/operations")
    OperationsResponse operations(@RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        Window window = reader.string("window") == null ? Window.HOUR : reader.enumValue("window", Window.class);
        reader.check();
        return operations.over(Objects.requireNonNull(window));
    }

    @Operation(
            operationId = "getSupportBundle",
            summary =
                    "Get a zip file for support: versions, settings without secrets, health, last errors, queue, workers")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    @Requires(Right.ADMINISTER)
    @GetMapping(path = "/support-bundle", produces = "application/zip")
    void supportBundle(HttpServletResponse response) throws IOException {
        byte[] content = bundle.create();
        response.setContentType("application/zip");
        response.setContentLength(content.length);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"isograd-support.zip\"");
        response.getOutputStream().write(content);
    }
}
