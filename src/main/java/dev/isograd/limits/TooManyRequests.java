package dev.isograd.limits;

import dev.isograd.http.RequestProblem;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a rate limit is reached; tells the client when to try again. */
final class TooManyRequests extends RequestProblem {

    private static final long serialVersionUID = 1L;

    TooManyRequests(String code, String detail, Duration wait) {
        super(HttpStatus.TOO_MANY_REQUESTS, code, detail);
        // Rounded up, so that a client that waits this long is served.
        getHeaders()
                .set(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(wait.plusNanos(999_999_999).toSeconds()));
    }
}
