package dev.isograd.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request body bound to a record, with everything that is wrong with it.
 *
 * <p>Endpoints declare it as {@code @RequestBody JsonBody<X>}. Unlike {@code @Valid X}, it does not end the request at the
 * first wrong type: an endpoint can add its own findings, so that one answer names every wrong field.
 *
 * @param json the body as it was sent
 * @param value the body as a record; fields that are absent, null or of the wrong type are null
 * @param problems unknown fields, wrong types and violated constraints
 * @param isPatch whether the body is a merge patch (RFC 7396), in which null removes a value
 */
public record JsonBody<T>(Map<String, @Nullable Object> json, T value, List<FieldProblem> problems, boolean isPatch) {

    /**
     * Returns the record if nothing is wrong with the body.
     *
     * @param refusal makes the exception from the problems
     */
    public T orThrow(Function<List<FieldProblem>, RequestProblem> refusal) {
        if (!problems.isEmpty()) {
            throw refusal.apply(problems);
        }
        return value;
    }

    /** Returns the body, or one with the given record and no problems if the request has no body. */
    public static <T> JsonBody<T> orEmpty(@Nullable JsonBody<T> body, T empty) {
        return body == null ? new JsonBody<>(Map.of(), empty, List.of(), false) : body;
    }
}
