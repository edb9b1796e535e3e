package dev.isograd.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Thrown when a body has a type or an encoding that the endpoint does not read; each factory below is one reason. */
final class UnsupportedBody extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private UnsupportedBody(String detail) {
        super(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail);
    }

    static UnsupportedBody type(boolean isPatch) {
        UnsupportedBody problem = new UnsupportedBody("The body must have the Content-Type application/json%s."
                .formatted(isPatch ? " or " + MergePatch.MEDIA_TYPE : ""));
        problem.getHeaders().set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
        return problem;
    }

    static UnsupportedBody encoding() {
        UnsupportedBody problem =
                new UnsupportedBody("The body must not be compressed; send it without Content-Encoding.");
        problem.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "identity");
        return problem;
    }
}
