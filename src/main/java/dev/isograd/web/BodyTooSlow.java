package dev.isograd.web;

import dev.isograd.http.RequestProblem;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** Thrown when a client sends its body so slowly that it only holds a connection. */
final class BodyTooSlow extends RequestProblem {

    private static final long serialVersionUID = 1L;

    BodyTooSlow(Duration limit) {
        super(
                HttpStatus.REQUEST_TIMEOUT,
                "body_too_slow",
                "The request body did not arrive within %d seconds.".formatted(limit.toSeconds()));
    }
}
