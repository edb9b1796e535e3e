package dev.isograd.accounts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when a request carries both an API key and a session, because either could be meant. */
final class ConflictingCredentials extends RequestProblem {

    private static final long serialVersionUID = 1L;

    ConflictingCredentials() {
        super(HttpStatus.BAD_REQUEST, "two_credentials", "Send an Authorization header or a session cookie, not both.");
    }
}
