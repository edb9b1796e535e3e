package dev.isograd.uploads;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of uploads: files of many GB, in parts. */
@RestController
@RequestMapping(UploadController.PATH)
@ConditionalOnRole(Role.API)
class UploadController {

    static final String PATH = "/api/v1/uploads";
    static final String PART = "/{id}/parts/{n}";

    private final UploadService uploads;
    private final UploadCompletion completion;

    UploadController(UploadService uploads, UploadCompletion completion) {
        this.uploads = uploads;
        this.completion = completion;
    }

    @Operation(
            operationId = "createUpload",
            summary = "Begin to upload a file",
            description =
                    "Send its parts with `PUT`, in any order and side by side, and then `POST …/complete`. `GET` tells which parts"
                            + " are there, also after either side was restarted.")
    @ApiResponse(
            responseCode = "201",
            description = "The new upload; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = UploadResponse.class)))
    @ApiResponse(responseCode = "409", description = "The quota of the project leaves no room for the file.")
    @Requires(Right.SUBMIT)
    @PostMapping
    ResponseEntity<UploadResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateUploadRequest> body) {
        UploadResponse made = uploads.create(caller, idempotencyKey, body);
        return ResponseEntity.created(URI.create(PATH + "/" + made.id())).body(made);
    }

    @Operation(operationId = "getUpload", summary = "Get an upload with the parts that have arrived")
    @Requires(Right.READ)
    @GetMapping("/{id}")
    UploadResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return uploads.get(caller, id);
    }

    @Operation(
            operationId = "putPart",
            summary = "Send a part",
            description = "The body is the part as it is. A part that is sent again replaces the earlier one.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "204", description = "The part is stored.")
    @ApiResponse(responseCode = "411", description = "The request has no `Content-Length`.")
    @Requires(Right.SUBMIT)
    @PutMapping(PART)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(description = "Number of the part, from 1.", schema = @Schema(type = "integer", minimum = "1"))
                    @PathVariable("n")
                    String number,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw UploadProblem.encoded();
        }
        uploads.put(caller, id, number, request.getContentLengthLong(), request::getInputStream);
    }

    @Operation(
            operationId = "completeUpload",
            summary = "Complete an upload",
            description = "Compares the size and, if one was given, the SHA-256, which takes a while for a large file.")
    @ApiResponse(
            responseCode = "200",
            description = "The complete upload.",
            content = @Content(schema = @Schema(implementation = UploadResponse.class)))
    @ApiResponse(
            responseCode = "422",
            description = "Parts are missing or the digest differs; `found` tells what is there.")
    @Requires(Right.SUBMIT)
    @PostMapping("/{id}/complete")
    UploadResponse complete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return completion.complete(caller, id);
    }

    @Operation(operationId = "deleteUpload", summary = "Delete an upload and its parts")
    @ApiResponse(responseCode = "204", description = "The upload is deleted.")
    @ApiResponse(responseCode = "409", description = "A data set is being imported from the upload.")
    @Requires(Right.SUBMIT)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        uploads.delete(caller, id);
    }
}
