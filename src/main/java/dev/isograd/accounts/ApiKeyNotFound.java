package dev.isograd.accounts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when the caller's project has no active key with the requested id. */
final class ApiKeyNotFound extends RequestProblem {

    private static final long serialVersionUID = 1L;

    ApiKeyNotFound() {
        super(HttpStatus.NOT_FOUND, "api_key_not_found", "There is no such API key.");
    }
}
