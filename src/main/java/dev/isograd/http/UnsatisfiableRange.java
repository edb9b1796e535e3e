package dev.isograd.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a Range header asks for bytes that a file does not have. */
public final class UnsatisfiableRange extends RequestProblem {

    private static final long serialVersionUID = 1L;

    UnsatisfiableRange(long size) {
        super(
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "range_not_satisfiable",
                "The Range is not one of this file, which has %d bytes; write it as bytes=0-99.".formatted(size));
        getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
    }
}
