package dev.isograd.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What identity providers publish about themselves.
 *
 * <p>It is asked for when it is first needed, so that a provider that is away does not stop the start. A failure counts for
 * some seconds, so that requests do not queue up behind a provider that is slow.
 */
@Component
class Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(5);

    private final Cache<String, Metadata> known =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();
    private final Cache<String, Exception> failures =
            Caffeine.newBuilder().expireAfterWrite(FAILURE_KEPT).build();
    private final JsonMapper json;

    Discovery(JsonMapper json) {
        this.json = json;
    }

    /**
     * What a provider publishes.
     *
     * @param keys address of its public keys
     */
    record Metadata(Map<String, Object> document, String keys) {}

    /** @throws IdentityProviderUnavailable if the provider does not answer, or with another issuer's document */
    Metadata of(String issuer) {
        return known.get(issuer, this::ask);
    }

    private Metadata ask(String issuer) {
        Exception failure = failures.getIfPresent(issuer);
        if (failure != null) {
            throw new IdentityProviderUnavailable(issuer, failure);
        }
        try {
            return fetch(issuer);
        } catch (IOException | JacksonException failed) {
            LOG.warn("The identity provider {} cannot be used: {}", issuer, failed.toString());
            failures.put(issuer, failed);
            throw new IdentityProviderUnavailable(issuer, failed);
        }
    }

    private Metadata fetch(String issuer) throws IOException {
        URI address = URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration");
        String content = Documents.retriever().retrieveResource(address.toURL()).getContent();
        Map<String, Object> document = json.readValue(content, new TypeReference<>() {});
        if (!issuer.equals(document.get("issuer"))) {
            throw new IOException("it calls itself " + document.get("issuer"));
        }
        if (!(document.get("jwks_uri") instanceof String keys && IssuerAddress.isSafe(keys))) {
            throw new IOException("it names no https address of its keys");
        }
        return new Metadata(document, keys);
    }
}
