package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.learning.export.ExportFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints that use the trained network of a job: predictions and exports. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
@ConditionalOnRole(Role.API)
class InferenceController {

    private final InferenceService inference;

    InferenceController(InferenceService inference) {
        this.inference = inference;
    }

    @Operation(
            operationId = "predict",
            summary = "Let the trained network answer a picture, or an image of a data set",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.IMAGE_PNG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.IMAGE_JPEG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "image/webp",
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = PredictionRequest.class))
                            }))
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @Requires(Right.READ)
    @PostMapping(
            path = "/predictions",
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp"})
    PredictionResponse predict(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(description = "`all` adds the answer of every module's head.")
                    @RequestParam(required = false)
                    @Nullable
                    String modules,
            HttpServletRequest request)
            throws IOException {
        return inference.predict(caller, id, request.getInputStream(), all(modules));
    }

    @Operation(operationId = "predict", summary = "Let the trained network answer a picture, or an image of a data set")
    @Requires(Right.READ)
    @PostMapping(path = "/predictions", consumes = MediaType.APPLICATION_JSON_VALUE)
    PredictionResponse predict(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(description = "`all` adds the answer of every module's head.")
                    @RequestParam(required = false)
                    @Nullable
                    String modules,
            @org.springframework.web.bind.annotation.RequestBody JsonBody<PredictionRequest> body) {
        inference.requireVisible(caller, id);
        boolean all = all(modules);
        return inference.predict(caller, id, body.orThrow(InferenceProblem::invalid), all);
    }

    private static boolean all(@Nullable String modules) {
        if (modules != null && !modules.equals("all")) {
            throw InferenceProblem.invalid("?modules", "must be all");
        }
        return modules != null;
    }

    @Operation(operationId = "listExports", summary = "List the exports of a network, oldest first")
    @Requires(Right.READ)
    @GetMapping("/exports")
    Page<ExportResponse> exports(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return new Page<>(inference.exports(caller, id), false, null);
    }

    @Operation(
            operationId = "createExport",
            summary = "Write the trained network to an ONNX, TorchScript or safetensors file",
            description = "The file takes raw pictures and is compared with the network before it is handed out. "
                    + "The same request gives the same file again.")
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Requires(Right.SUBMIT)
    @PostMapping(path = "/exports", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ExportResponse> export(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
            @org.springframework.web.bind.annotation.RequestBody JsonBody<ExportRequest> body) {
        inference.requireVisible(caller, id);
        ExportRequest request = body.orThrow(InferenceProblem::invalid);
        ExportFormat format = Arrays.stream(ExportFormat.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(request.format()))
                .findFirst()
                .orElseThrow(() -> InferenceProblem.invalid("/format", "must be onnx, torchscript or safetensors"));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(inference.export(caller, id, key, format, request.upTo()));
    }
}
