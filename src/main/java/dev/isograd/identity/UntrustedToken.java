package dev.isograd.identity;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when a token is genuine, and no rule trusts where it comes from. */
final class UntrustedToken extends RequestProblem {

    private static final long serialVersionUID = 1L;

    UntrustedToken(CiToken token) {
        super(
                HttpStatus.FORBIDDEN,
                "oidc_token_untrusted",
                "The token is genuine, but no entry of isograd.oidc.trusted gives %s a role in the requested project."
                        .formatted(token.describe()));
    }
}
