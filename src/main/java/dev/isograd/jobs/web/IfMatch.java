package dev.isograd.jobs.web;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The If-Match header of an edit (RFC 9110, section 13.1.1). */
record IfMatch(@Nullable String header) {

    void check(String etag) {
        if (header == null || header.isBlank()) {
            throw JobProblem.preconditionRequired();
        }
        boolean matches = header.strip().equals("*")
                || Arrays.stream(header.split(",")).map(String::strip).anyMatch(etag::equals);
        if (!matches) {
            throw JobProblem.preconditionFailed();
        }
    }
}
