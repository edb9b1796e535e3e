package dev.isograd.identity;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.JsonBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Exchanges the token of a CI system for a key, so that the CI system stores no secret. */
@RestController
@ConditionalOnRole(Role.API)
class ExchangeController {

    private final ExchangeService exchanges;

    ExchangeController(ExchangeService exchanges) {
        this.exchanges = exchanges;
    }

    @Operation(
            operationId = "exchangeToken",
            summary = "Exchange a CI system's OIDC token for a key that lives an hour",
            description =
                    "The settings of the service list which issuers, repositories, refs and environments are trusted, and for which project.")
    @ApiResponse(
            responseCode = "201",
            description = "The key, which is shown only once.",
            content = @Content(schema = @Schema(implementation = ExchangedKey.class)))
    @ApiResponse(
            responseCode = "401",
            description = "The token is not genuine, not valid now, or not meant for this service.")
    @ApiResponse(responseCode = "403", description = "The token is genuine, and is not trusted.")
    @ApiResponse(responseCode = "503", description = "The issuer's keys cannot be fetched.")
    @SecurityRequirements
    @Requires({})
    @PostMapping("/api/v1/oidc/exchange")
    ResponseEntity<ExchangedKey> exchange(@RequestBody JsonBody<ExchangeRequest> body, HttpServletRequest request) {
        ExchangeRequest given = body.orThrow(InvalidAccountRequest::new);
        ExchangedKey made = ExchangedKey.of(exchanges.exchange(request, given.token(), given.project()));
        return ResponseEntity.created(URI.create("/api/v1/api-keys/" + made.id()))
                .body(made);
    }

    private record ExchangedKey(
            String id,

            @Schema(description = "The secret, which is not stored.")
            String key,

            @Schema(description = "Id of the project that the key acts in.")
            String project,

            @Schema(examples = {"viewer", "member", "admin"})
            String role,

            List<String> scopes,
            Instant expiresAt) {

        static ExchangedKey of(ExchangeService.Exchanged made) {
            return new ExchangedKey(
                    made.key().id(),
                    made.key().text(),
                    made.rule().project(),
                    made.rule().role().word(),
                    made.key().scopes(),
                    made.key().expiresAt());
        }
    }
}
