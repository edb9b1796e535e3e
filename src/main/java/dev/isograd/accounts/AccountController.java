package dev.isograd.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.Page;
import dev.isograd.http.QueryReader;
import dev.isograd.http.StorableText;
import dev.isograd.http.UnknownFields;
import dev.isograd.idempotency.IdempotentRequests;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Tells callers who they are and lets them manage the keys of their project. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class AccountController {

    // Sorts behind every id.
    private static final String NEWEST = "~";
    private static final int LONGEST_NAME = 100;

    private final Accounts accounts;
    private final Projects projects;
    private final ApiKeyService keys;

    AccountController(Accounts accounts, Projects projects, ApiKeyService keys) {
        this.accounts = accounts;
        this.projects = projects;
        this.keys = keys;
    }

    @GetMapping("/me")
    Me me(@AuthenticationPrincipal Caller caller) {
        Account account = accounts.findById(caller.account()).orElseThrow();
        Project project = projects.findById(caller.project()).orElseThrow();
        return new Me(
                new Named(account.id(), account.name()),
                new Named(project.id(), project.name()),
                caller.means().name().toLowerCase(Locale.ROOT));
    }

    @GetMapping("/projects")
    Page<ProjectResponse> projects(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        Slice slice = Slice.read(query, "prj");
        List<Project> found = projects.ofAccount(caller.account(), slice.before(), Limit.of(slice.limit() + 1));
        return Page.of(found, slice.limit(), Project::id)
                .map(project -> new ProjectResponse(project.id(), project.name(), project.createdAt()));
    }

    @GetMapping("/api-keys")
    Page<KeyResponse> keys(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        Slice slice = Slice.read(query, "key");
        return keys.list(caller.project(), slice.before(), slice.limit()).map(key -> KeyResponse.of(key, null));
    }

    @PostMapping("/api-keys")
    ResponseEntity<KeyResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody Map<String, @Nullable Object> body) {
        ApiKeyService.ShownKey made = keys.create(caller.project(), idempotencyKey, name(body));
        KeyText text = made.text();
        return ResponseEntity.created(
                        URI.create("/api/v1/api-keys/" + made.key().id()))
                .body(KeyResponse.of(made.key(), text == null ? null : text.text()));
    }

    private static String name(Map<String, @Nullable Object> body) {
        List<FieldProblem> problems = new ArrayList<>(UnknownFields.in(body, List.of("name")));
        String name = body.get("name") instanceof String text ? text.strip() : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME || !StorableText.isStorable(name)) {
            problems.add(new FieldProblem("/name", "is required: text of 1 to %d characters".formatted(LONGEST_NAME)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidAccountRequest(problems);
        }
        return name;
    }

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

    private record Me(Named account, Named project, String authentication) {}

    private record ProjectResponse(String id, String name, Instant createdAt) {}

    /** @param key the secret, in the answer that makes it and never again */
    private record KeyResponse(
            String id,
            String name,
            String prefix,
            Instant createdAt,
            @Nullable Instant lastUsedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key) {

        static KeyResponse of(ApiKey key, @Nullable String secret) {
            return new KeyResponse(
                    key.id(), key.name(), KeyText.PREFIX + key.publicId(), key.createdAt(), key.lastUsedAt(), secret);
        }
    }
}
