package dev.isograd.web;

import dev.isograd.http.RequestProblem;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** Thrown when a client takes too long to send its body. */
final class BodyTooSlow extends RequestProblem {

    private static final long serialVersionUID = 1L;

    BodyTooSlow(Duration limit) {
        super(
                HttpStatus.REQUEST_TIMEOUT,
                "body_too_slow",
                "The request body did not arrive within %d seconds.".formatted(limit.toSeconds()));
    }
}
