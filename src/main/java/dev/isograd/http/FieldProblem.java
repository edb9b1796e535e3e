package dev.isograd.http;

import dev.isograd.ShortText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.Collectors;

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

    private static final int IN_SENTENCE = 3;
    private static final int LONGEST_POINTER = 200;
    private static final int LONGEST_DETAIL = 500;

    /** Returns a sentence about the first problems; the answer lists all of them beside it. */
    public static String sentence(List<FieldProblem> problems) {
        String first = problems.stream()
                .limit(IN_SENTENCE)
                .map(problem -> problem.shortened().pointer() + " "
                        + problem.shortened().detail())
                .collect(Collectors.joining("; ", "", "."));
        int more = problems.size() - IN_SENTENCE;
        return more > 0 ? "%s %d more in errors.".formatted(first, more) : first;
    }

    /** Returns a problem that does not repeat long text of the client. */
    FieldProblem shortened() {
        return new FieldProblem(ShortText.of(pointer, LONGEST_POINTER), ShortText.of(detail, LONGEST_DETAIL));
    }

    /** JSON Pointer (RFC 6901) to a field of an object, relative to the object. */
    public static String pointer(String field) {
        return "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
