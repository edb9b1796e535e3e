package dev.isograd.http;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** Thrown when query parameters are invalid; names every one of them. */
final class InvalidQuery extends RequestProblem {

    private static final long serialVersionUID = 1L;

    InvalidQuery(List<FieldProblem> problems) {
        super(
                HttpStatus.BAD_REQUEST,
                "invalid_query",
                problems.stream()
                        .map(problem -> problem.pointer() + " " + problem.detail())
                        .collect(Collectors.joining("; ", "", ".")),
                problems);
    }
}
