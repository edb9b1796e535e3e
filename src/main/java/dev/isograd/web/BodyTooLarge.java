package dev.isograd.web;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when a request body exceeds the size limit. */
final class BodyTooLarge extends RequestProblem {

    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super(
                HttpStatus.CONTENT_TOO_LARGE,
                "body_too_large",
                "The request body is larger than %d bytes.".formatted(limit));
    }
}
