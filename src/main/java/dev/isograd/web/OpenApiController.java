package dev.isograd.web;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the OpenAPI document.
 *
 * <p>A test generates the document from the controllers and compares it with the file. At run time, generation would need
 * a second version of Jackson and slow down the start.
 */
@RestController
@ConditionalOnRole(Role.API)
class OpenApiController {

    @Operation(operationId = "getOpenApi", summary = "Get this document")
    @ApiResponse(
            responseCode = "200",
            description = "The OpenAPI document.",
            content = @Content(schema = @Schema(type = "object")))
    @SecurityRequirements
    @Requires({})
    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] document() throws IOException {
        // Bytes, because Spring answers a wrong Range of a Resource with an error whose body is the document.
        return new ClassPathResource("openapi.json").getContentAsByteArray();
    }
}
