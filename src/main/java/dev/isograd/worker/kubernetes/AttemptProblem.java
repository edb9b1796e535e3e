package dev.isograd.worker.kubernetes;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** The HTTP problems of requests from pods. A pod ends itself after all of them but 429 and 503. */
final class AttemptProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private AttemptProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static AttemptProblem unauthorized() {
        return new AttemptProblem(
                HttpStatus.UNAUTHORIZED, "attempt_token_invalid", "This is not the token of the attempt.");
    }

    static AttemptProblem over() {
        return new AttemptProblem(HttpStatus.GONE, "attempt_over", "The attempt is over.");
    }

    static AttemptProblem taken() {
        return new AttemptProblem(HttpStatus.CONFLICT, "attempt_taken", "Another pod runs the attempt.");
    }

    static AttemptProblem elsewhere() {
        return new AttemptProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "attempt_elsewhere",
                "This process does not supervise the attempt, or not yet.");
    }

    static AttemptProblem noFile() {
        return new AttemptProblem(HttpStatus.NOT_FOUND, "attempt_file_not_found", "The attempt has no such file.");
    }

    static AttemptProblem refusedFile(String detail) {
        return new AttemptProblem(HttpStatus.UNPROCESSABLE_CONTENT, "attempt_file_refused", detail);
    }

    static AttemptProblem malformed(String detail) {
        return new AttemptProblem(HttpStatus.BAD_REQUEST, "attempt_message_malformed", detail);
    }

    static AttemptProblem tooOften() {
        return new AttemptProblem(
                HttpStatus.TOO_MANY_REQUESTS, "attempt_too_often", "The pod sends too many requests.");
    }
}
