package dev.isograd.accounts;

import dev.isograd.Ids;
import dev.isograd.access.Ownership;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.Page;
import dev.isograd.http.StorableText;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Creates, verifies and revokes API keys. */
@Service
public class ApiKeyService implements Ownership {

    // Short enough to show which keys are still in use, long enough to avoid a write per request.
    private static final Duration LAST_USED_GRAIN = Duration.ofMinutes(1);

    private final ApiKeys keys;
    private final Grants grants;
    private final Pepper pepper;
    private final IdempotentRequests requests;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeyService(
            ApiKeys keys,
            Grants grants,
            Pepper pepper,
            IdempotentRequests requests,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.grants = grants;
        this.pepper = pepper;
        this.requests = requests;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates one key per Idempotency-Key; a repeated request gets the key without its text, which is not stored. */
    @Transactional
    ShownKey create(
            Caller caller,
            @Nullable String idempotencyKey,
            Map<String, @Nullable Object> body,
            CreateApiKeyRequest request) {
        return requests.once(
                caller.project(),
                idempotencyKey,
                Map.of("apiKey", body),
                () -> create(caller, request),
                shown -> new Outcome(shown.key().id(), shown.key().id()),
                first -> new ShownKey(keys.findById(first.id()).orElseThrow(ApiKeyNotFound::new), null));
    }

    private ShownKey create(Caller caller, CreateApiKeyRequest request) {
        Instant latest = caller.key() == null
                ? null
                : keys.findById(caller.key()).map(ApiKey::expiresAt).orElse(null);
        KeyTerms terms = request.terms(caller, clock.instant(), latest);
        if (grants.ofSession(terms.account(), terms.project(), null).isEmpty()) {
            throw AccountProblem.noSuchProject();
        }
        NewKey made = create(terms);
        audit.record(
                caller,
                "key.create",
                made.key().id(),
                Map.of(
                        "name", terms.name(),
                        "project", terms.project(),
                        "scopes", terms.scopes().words(),
                        "expiresAt", String.valueOf(terms.expiresAt())));
        return new ShownKey(made.key(), made.text());
    }

    /** Creates a key with all scopes that does not expire, and returns its text. */
    @Transactional
    public String createUnlimited(String account, String project, String name) {
        return create(new KeyTerms(account, project, name, Scopes.ALL, null))
                .text()
                .text();
    }

    /** Creates such a key with the text that the operator has chosen. */
    @Transactional
    public void createUnlimited(String account, String project, String name, String text) {
        create(
                new KeyTerms(account, project, name, Scopes.ALL, null),
                KeyText.parse(text).orElseThrow());
    }

    /** Whether a text has the form and the checksum of an API key. */
    public static boolean isKey(String text) {
        return KeyText.parse(text).isPresent();
    }

    /**
     * A key that was just made.
     *
     * @param text the secret, which is not stored
     */
    public record IssuedKey(String id, String text, List<String> scopes, Instant expiresAt) {}

    /** Creates a key that expires, with the scopes that allow what the role does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public IssuedKey issue(String account, String project, String name, MemberRole role, Instant expiresAt) {
        Instant expiry = expiresAt.truncatedTo(ChronoUnit.MICROS);
        Scopes scopes = new Scopes(role.rights());
        NewKey made = create(new KeyTerms(account, project, name, scopes, expiry));
        return new IssuedKey(made.key().id(), made.text().text(), scopes.words(), expiry);
    }

    private NewKey create(KeyTerms terms) {
        return create(terms, KeyText.random(random));
    }

    private NewKey create(KeyTerms terms, KeyText text) {
        ApiKey key = new ApiKey(ids.next("key"), terms, text, pepper.hash(text), clock.instant());
        return new NewKey(keys.save(key), text);
    }

    /** Runs one statement per request, without a transaction. */
    Optional<Caller> authenticate(KeyText text) {
        return grants.ofKey(text.publicId())
                .filter(grant -> MessageDigest.isEqual(grant.secretHash(), pepper.hash(text)))
                .map(grant -> {
                    touch(grant);
                    return grant.caller();
                });
    }

    private void touch(Grants.KeyGrant grant) {
        Instant now = clock.instant();
        Instant stale = now.minus(LAST_USED_GRAIN);
        Instant last = grant.lastUsedAt();
        if (last == null || last.isBefore(stale)) {
            keys.touch(grant.id(), now, stale);
        }
    }

    @Transactional(readOnly = true)
    Page<ApiKey> list(String project, String before, int limit) {
        return Page.of(keys.ofProject(project, before, Limit.of(limit + 1)), limit, ApiKey::id);
    }

    @Transactional
    void revoke(Caller caller, String id) {
        ApiKey key = live(caller.project(), id);
        key.revoke(clock.instant());
        audit.record(caller, "key.revoke", id, Map.of("name", key.name(), "project", key.project()));
    }

    /**
     * Revokes the keys of an account.
     *
     * @param project null for those in all projects
     */
    @Transactional
    public void revokeAll(String account, @Nullable String project) {
        keys.revokeAll(account, project, clock.instant());
    }

    @Override
    public String pattern() {
        return "/api/v1/api-keys/{id}";
    }

    @Override
    @Transactional(readOnly = true)
    public void check(String project, String id) {
        live(project, id);
    }

    private ApiKey live(String project, String id) {
        if (!StorableText.isStorable(id)) {
            throw new ApiKeyNotFound();
        }
        return keys.live(id, project).orElseThrow(ApiKeyNotFound::new);
    }

    /** A new key and its text, which is not stored and cannot be shown again. */
    private record NewKey(ApiKey key, KeyText text) {}

    /** A key, with its text if the key is new. */
    record ShownKey(ApiKey key, @Nullable KeyText text) {}
}
