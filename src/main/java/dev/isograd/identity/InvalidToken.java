package dev.isograd.identity;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a token of a CI system is not genuine, not valid now, or not meant for this service. */
final class InvalidToken extends RequestProblem {

    private static final long serialVersionUID = 1L;

    InvalidToken(String reason) {
        super(HttpStatus.UNAUTHORIZED, "oidc_token_invalid", "The token was refused: %s.".formatted(reason));
        getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"isograd\"");
    }
}
