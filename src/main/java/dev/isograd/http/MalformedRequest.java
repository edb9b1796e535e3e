package dev.isograd.http;

import org.springframework.http.HttpStatus;

/** Thrown when a header cannot be read. */
public final class MalformedRequest extends RequestProblem {

    private static final long serialVersionUID = 1L;

    public MalformedRequest(String detail) {
        super(HttpStatus.BAD_REQUEST, "malformed_request", detail);
    }
}
