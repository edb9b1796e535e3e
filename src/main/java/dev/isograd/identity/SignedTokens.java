package dev.isograd.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Verifies the signatures of tokens with the public keys of their issuers.
 *
 * <p>Only asymmetric signatures count. Keys are kept for some minutes, and for hours while the issuer is away. A token that
 * names an unknown key makes the service ask again, since keys change, but at most twice within the shortest interval.
 */
@Component
class SignedTokens {

    static final Duration ALLOWED_SKEW = Duration.ofSeconds(60);

    private static final Duration KEYS_KEPT = Duration.ofMinutes(5);
    private static final Duration KEYS_KEPT_IN_OUTAGE = Duration.ofHours(4);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private static final Set<SignatureAlgorithm> ALGORITHMS = Set.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512,
            SignatureAlgorithm.ES256,
            SignatureAlgorithm.ES384,
            SignatureAlgorithm.ES512);

    private final Map<String, Keys> issuers = new ConcurrentHashMap<>();
    private final Discovery discovery;

    SignedTokens(Discovery discovery) {
        this.discovery = discovery;
    }

    /**
     * Returns the claims of a token whose signature and claims are right.
     *
     * @throws BadJwtException if they are not
     * @throws IdentityProviderUnavailable if the keys are not known and cannot be fetched
     */
    Jwt verify(String issuer, String token, OAuth2TokenValidator<Jwt> claims) {
        Keys keys =
                issuers.computeIfAbsent(issuer, it -> Keys.at(discovery.of(it).keys()));
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys.source())
                .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
                // Not an access token, nor another kind of token that the issuer signs.
                .jwtProcessorCustomizer(processor ->
                        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null)))
                .build();
        decoder.setJwtValidator(claims);
        try {
            return decoder.decode(token);
        } catch (BadJwtException bad) {
            throw bad;
        } catch (JwtException noKey) {
            if (noKey.getCause() instanceof RateLimitReachedException
                    && !keys.fetching().isAway()) {
                throw new BadJwtException("The issuer has no such key", noKey);
            }
            throw new IdentityProviderUnavailable(issuer, noKey);
        }
    }

    /** The keys of an issuer, and how they are fetched. */
    private record Keys(JWKSource<SecurityContext> source, Fetching fetching) {

        static Keys at(String address) {
            Fetching fetching = new Fetching(Documents.retriever());
            return new Keys(
                    JWKSourceBuilder.create(url(address), fetching)
                            .cache(KEYS_KEPT.toMillis(), LONGEST_WAIT.toMillis())
                            .refreshAheadCache(false)
                            .rateLimited(SHORTEST_INTERVAL.toMillis())
                            .outageTolerant(KEYS_KEPT_IN_OUTAGE.toMillis())
                            .build(),
                    fetching);
        }

        private static URL url(String address) {
            try {
                return URI.create(address).toURL();
            } catch (MalformedURLException unsafe) {
                throw new IllegalArgumentException(address, unsafe);
            }
        }
    }

    /** Remembers whether the last request failed, to tell an issuer that is away from a key that does not exist. */
    private static final class Fetching implements ResourceRetriever {

        private final ResourceRetriever documents;
        private volatile boolean isAway;

        Fetching(ResourceRetriever documents) {
            this.documents = documents;
        }

        boolean isAway() {
            return isAway;
        }

        @Override
        public Resource retrieveResource(URL url) throws IOException {
            try {
                Resource found = documents.retrieveResource(url);
                isAway = false;
                return found;
            } catch (IOException failed) {
                isAway = true;
                throw failed;
            }
        }
    }
}
