package dev.isograd.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

/** Manages the API keys of the caller's project. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class ApiKeyController {

    private final ApiKeyService keys;

    ApiKeyController(ApiKeyService keys) {
        this.keys = keys;
    }

    @Operation(operationId = "listApiKeys", summary = "List the API keys of the project")
    @PageParameters
    @Requires(Right.ADMIN)
    @GetMapping("/api-keys")
    Page<KeyResponse> keys(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "key");
        return keys.list(caller.project(), page.before(), page.limit()).map(key -> KeyResponse.of(key, null));
    }

    @Operation(
            operationId = "createApiKey",
            summary = "Create an API key",
            description =
                    "The key acts for the caller's account, and never does more than the account may. The answer contains the secret, which is shown only once. A repeated request returns the same key without it.")
    @ApiResponse(
            responseCode = "201",
            description = "The new key; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = KeyResponse.class)))
    @Requires(Right.ADMIN)
    @PostMapping("/api-keys")
    ResponseEntity<KeyResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateApiKeyRequest> body) {
        CreateApiKeyRequest request = body.orThrow(InvalidAccountRequest::new);
        ApiKeyService.ShownKey made = keys.create(caller, idempotencyKey, body.json(), request);
        KeyText text = made.text();
        return ResponseEntity.created(
                        URI.create("/api/v1/api-keys/" + made.key().id()))
                .body(KeyResponse.of(made.key(), text == null ? null : text.text()));
    }

    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key")
    @Requires(Right.ADMIN)
    @DeleteMapping("/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        keys.revoke(caller, id);
    }

    /** @param key the secret, only in the answer that creates the key */
    @Schema(name = "ApiKey")
    private record KeyResponse(
            String id,
            String name,
            String prefix,

            @Schema(description = "Id of the account that the key acts for.") @Nullable
            String account,

            @Schema(description = "Id of the project that the key acts in.")
            String project,

            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,

            @Schema(description = "The secret, only in the answer that creates the key.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String key) {

        static KeyResponse of(ApiKey key, @Nullable String secret) {
            return new KeyResponse(
                    key.id(),
                    key.name(),
                    KeyText.PREFIX + key.publicId(),
                    key.account(),
                    key.project(),
                    key.scopes().words(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    secret);
        }
    }
}
