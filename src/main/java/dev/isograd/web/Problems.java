package dev.isograd.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Completes problem details to the form every error of the API has. */
final class Problems {

    private static final String TYPE = "urn:isograd:problem:";

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

    private static String code(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "error" : known.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable URI instance(String path) {
        try {
            return new URI(path);
        } catch (URISyntaxException notOneToRepeat) {
            return null;
        }
    }
}
