package dev.isograd.artifacts;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** Documents the answers of an endpoint that sends an artifact, beside the whole file. */
@ApiResponse(
        responseCode = "206",
        description = "The part of the file that `Range` names.",
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                        schema = @Schema(type = "string", format = "binary")))
@ApiResponse(
        responseCode = "304",
        description = "The client has the file: its `ETag` is the SHA-256.",
        content = @Content)
@ApiResponse(responseCode = "410", description = "The file is damaged or was deleted.")
@ApiResponse(responseCode = "416", description = "The file does not have the bytes that `Range` names.")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DownloadResponses {}
