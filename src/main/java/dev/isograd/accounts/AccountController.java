package dev.isograd.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import dev.isograd.http.StorableText;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
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

/** Describes the caller and manages the API keys of the caller's project. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class AccountController {

    // Sorts after every id.
    private static final String NEWEST = "~";

    private final Accounts accounts;
    private final Projects projects;
    private final ApiKeyService keys;

    AccountController(Accounts accounts, Projects projects, ApiKeyService keys) {
        this.accounts = accounts;
        this.projects = projects;
        this.keys = keys;
    }

    @Operation(operationId = "getMe", summary = "Get the caller and the project of the credential")
    @GetMapping("/me")
    Me me(@AuthenticationPrincipal Caller caller) {
        Account account = accounts.findById(caller.account()).orElseThrow();
        Project project = projects.findById(caller.project()).orElseThrow();
        return new Me(
                new Named(account.id(), account.name()),
                new Named(project.id(), project.name()),
                caller.means().name().toLowerCase(Locale.ROOT));
    }

    @Operation(operationId = "listProjects", summary = "List the projects of the account")
    @PageParameters
    @GetMapping("/projects")
    Page<ProjectResponse> projects(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        Slice slice = Slice.read(query, "prj");
        List<Project> found = projects.ofAccount(caller.account(), slice.before(), Limit.of(slice.limit() + 1));
        return Page.of(found, slice.limit(), Project::id)
                .map(project -> new ProjectResponse(project.id(), project.name(), project.createdAt()));
    }

    @Operation(operationId = "listApiKeys", summary = "List the API keys of the project")
    @PageParameters
    @GetMapping("/api-keys")
    Page<KeyResponse> keys(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        Slice slice = Slice.read(query, "key");
        return keys.list(caller.project(), slice.before(), slice.limit()).map(key -> KeyResponse.of(key, null));
    }

    @Operation(
            operationId = "createApiKey",
            summary = "Create an API key",
            description =
                    "The answer contains the secret, which is shown only once. A repeated request returns the same key without it.")
    @ApiResponse(
            responseCode = "201",
            description = "The new key; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = KeyResponse.class)))
    @PostMapping("/api-keys")
    ResponseEntity<KeyResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateApiKeyRequest> body) {
        String name = body.orThrow(InvalidAccountRequest::new).name();
        ApiKeyService.ShownKey made = keys.create(caller.project(), idempotencyKey, name);
        KeyText text = made.text();
        return ResponseEntity.created(
                        URI.create("/api/v1/api-keys/" + made.key().id()))
                .body(KeyResponse.of(made.key(), text == null ? null : text.text()));
    }

    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key")
    @DeleteMapping("/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        if (!StorableText.isStorable(id)) {
            throw new ApiKeyNotFound();
        }
        keys.revoke(caller.project(), id);
    }

    private record Slice(int limit, String before) {
        static Slice read(MultiValueMap<String, String> query, String prefix) {
            QueryReader reader = new QueryReader(query);
            int limit = reader.limit();
            String after = reader.id("after", prefix);
            reader.check();
            return new Slice(limit, after == null ? NEWEST : after);
        }
    }

    private record Named(String id, String name) {}

    private record Me(
            Named account,
            Named project,
            @Schema(examples = {"key", "session"}) String authentication) {}

    private record ProjectResponse(String id, String name, Instant createdAt) {}

    /** @param key the secret, only in the answer that creates the key */
    @Schema(name = "ApiKey")
    private record KeyResponse(
            String id,
            String name,
            String prefix,
            Instant createdAt,
            @Nullable Instant lastUsedAt,

            @Schema(description = "The secret, only in the answer that creates the key.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String key) {

        static KeyResponse of(ApiKey key, @Nullable String secret) {
            return new KeyResponse(
                    key.id(), key.name(), KeyText.PREFIX + key.publicId(), key.createdAt(), key.lastUsedAt(), secret);
        }
    }
}
