package dev.isograd.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.stereotype.Component;

/**
 * Verifies API keys, and limits how many wrong ones an address may send.
 *
 * <p>Above the limit, the database is no longer asked. A key that was right in the last hour is still served, so that a
 * wrong key in one program does not stop the others behind the same address.
 */
@Component
public class CredentialCheck {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final Cache<ByteBuffer, Boolean> rightBefore = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final ApiKeyService keys;
    private final Pepper pepper;
    private final RateLimits limits;

    CredentialCheck(ApiKeyService keys, Pepper pepper, RateLimits limits) {
        this.keys = keys;
        this.pepper = pepper;
        this.limits = limits;
    }

    /** @throws BadCredentialsException if this is not an active key */
    public Caller byKey(HttpServletRequest request, String given) {
        Optional<KeyText> text = KeyText.parse(given);
        Optional<ByteBuffer> hash = text.map(it -> ByteBuffer.wrap(pepper.hash(it)));
        boolean isKnown = hash.map(rightBefore::getIfPresent).isPresent();
        if (!isKnown) {
            limits.checkFailures(request);
        }
        Optional<Caller> caller = text.flatMap(keys::authenticate);
        if (caller.isEmpty()) {
            limits.countFailure(request);
            throw new BadCredentialsException("Not an active API key");
        }
        if (!isKnown) {
            rightBefore.put(hash.orElseThrow(), true);
        }
        return caller.get();
    }
}
