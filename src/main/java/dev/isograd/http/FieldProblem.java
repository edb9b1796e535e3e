package dev.isograd.http;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * One wrong field of a request.
 *
 * @param pointer JSON Pointer to a field of the body, or the name of a query parameter after a {@code ?}
 * @param detail what is wrong and what would be right
 */
public record FieldProblem(
        @Schema(
                description =
                        "JSON Pointer to a field of the body, or the name of a query parameter after a question mark.")
        String pointer,

        String detail) {

    /** JSON Pointer (RFC 6901) to a field of an object, relative to the object. */
    public static String pointer(String field) {
        return "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
