package dev.isograd.identity;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when an identity provider does not answer, or answers what cannot be used. */
final class IdentityProviderUnavailable extends RequestProblem {

    private static final long serialVersionUID = 1L;
    private static final String RETRY_SECONDS = "10";

    IdentityProviderUnavailable(String issuer, Throwable cause) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                "identity_provider_unavailable",
                "The identity provider %s does not answer. API keys and open sessions still work.".formatted(issuer),
                cause);
        getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
}
