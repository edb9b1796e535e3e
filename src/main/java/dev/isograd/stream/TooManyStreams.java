package dev.isograd.stream;

import dev.isograd.http.RequestProblem;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when an account has reached its limit of open streams. */
final class TooManyStreams extends RequestProblem {

    private static final long serialVersionUID = 1L;

    TooManyStreams(int limit, Duration retryAfter) {
        super(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_streams",
                "This account has reached its limit of %d open streams; close one first.".formatted(limit));
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
}
