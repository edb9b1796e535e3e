package dev.isograd.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Completes problem details to the format that all errors of the API have. */
final class Problems {

    private static final String TYPE = "urn:isograd:problem:";
    private static final String RETRY_SECONDS = "5";

    private Problems() {}

    static ProblemDetail complete(ProblemDetail problem, HttpServletRequest request, String path) {
        Map<String, Object> properties = problem.getProperties();
        String code = properties != null && properties.get("code") instanceof String given
                ? given
                : code(problem.getStatus());
        problem.setProperty("code", code);
        problem.setType(URI.create(TYPE + code.replace('_', '-')));
        URI instance = instance(path);
        if (instance != null) {
            problem.setInstance(instance);
        }
        problem.setProperty("requestId", RequestIds.of(request));
        return problem;
    }

    /** Sets headers that tell the client whether to retry, unless the failure has already set them. */
    static void adviseOnRetry(HttpStatusCode status, HttpHeaders headers) {
        if (headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
            return;
        }
        if (status.isSameCodeAs(HttpStatus.CONFLICT)) {
            // Popular SDKs retry a 409 automatically.
            headers.set("x-should-retry", "false");
        } else if (status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)
                || status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
    }

    private static String code(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "error" : known.name().toLowerCase(Locale.ROOT);
    }

    /** Returns null if the address is not a valid URI, which an answer must not repeat. */
    static @Nullable URI instance(@Nullable String path) {
        try {
            return path == null ? null : new URI(path);
        } catch (URISyntaxException invalid) {
            return null;
        }
    }
}
