package dev.isograd.accounts;

import dev.isograd.Ids;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, verifies and revokes API keys. */
@Service
class ApiKeyService {

    // Short enough to show which keys are still in use, long enough to avoid a write per request.
    private static final Duration LAST_USED_GRAIN = Duration.ofMinutes(1);

    private final ApiKeys keys;
    private final Pepper pepper;
    private final IdempotentRequests requests;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeyService(ApiKeys keys, Pepper pepper, IdempotentRequests requests, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.pepper = pepper;
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates one key per Idempotency-Key; a repeated request gets the key without its text, which is not stored. */
    @Transactional
    ShownKey create(String project, @Nullable String idempotencyKey, String name) {
        return requests.once(
                project,
                idempotencyKey,
                Map.of("apiKey", name),
                () -> {
                    NewKey made = create(project, name);
                    return new ShownKey(made.key(), made.text());
                },
                shown -> new Outcome(shown.key().id(), shown.key().id()),
                first -> new ShownKey(keys.findById(first.id()).orElseThrow(ApiKeyNotFound::new), null));
    }

    @Transactional
    NewKey create(String project, String name) {
        KeyText text = KeyText.random(random);
        ApiKey key = new ApiKey(ids.next("key"), project, name, text, pepper.hash(text), clock.instant());
        return new NewKey(keys.save(key), text);
    }

    /** Runs one statement per request, without a transaction. */
    Optional<Caller> authenticate(String given) {
        return KeyText.parse(given)
                .flatMap(text ->
                        keys.owned(text.publicId()).filter(it -> it.key().hasHash(pepper.hash(text))))
                .map(it -> {
                    touch(it.key());
                    return new Caller(it.project().account(), it.project().id(), Caller.Means.KEY);
                });
    }

    @Transactional(readOnly = true)
    boolean isLive(String publicId) {
        return keys.live(publicId).isPresent();
    }

    private void touch(ApiKey key) {
        Instant now = clock.instant();
        Instant stale = now.minus(LAST_USED_GRAIN);
        Instant last = key.lastUsedAt();
        if (last == null || last.isBefore(stale)) {
            keys.touch(key.id(), now, stale);
        }
    }

    @Transactional(readOnly = true)
    Page<ApiKey> list(String project, String before, int limit) {
        return Page.of(keys.ofProject(project, before, Limit.of(limit + 1)), limit, ApiKey::id);
    }

    @Transactional
    void revoke(String project, String id) {
        keys.live(id, project).orElseThrow(ApiKeyNotFound::new).revoke(clock.instant());
    }

    /** A new key and its text, which is not stored and cannot be shown again. */
    record NewKey(ApiKey key, KeyText text) {}

    /** A key, with its text if the key is new. */
    record ShownKey(ApiKey key, @Nullable KeyText text) {}
}
