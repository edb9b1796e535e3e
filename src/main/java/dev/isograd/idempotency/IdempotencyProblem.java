package dev.isograd.idempotency;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when an Idempotency-Key cannot be used; each factory below is one reason. */
final class IdempotencyProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private IdempotencyProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static IdempotencyProblem malformed() {
        return new IdempotencyProblem(
                HttpStatus.BAD_REQUEST,
                "invalid_idempotency_key",
                "Idempotency-Key must be 1 to 255 visible ASCII characters.");
    }

    static IdempotencyProblem reused() {
        return new IdempotencyProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency_key_reused",
                "This Idempotency-Key was already used with another body.");
    }

    static IdempotencyProblem stillInFlight() {
        IdempotencyProblem problem = new IdempotencyProblem(
                HttpStatus.CONFLICT,
                "request_in_flight",
                "The first request with this Idempotency-Key is still in progress.");
        // This is the only conflict that resolves itself.
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return problem;
    }
}
