package dev.isograd.http;

import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when query parameters are invalid; names every one of them. */
final class InvalidQuery extends RequestProblem {

    private static final long serialVersionUID = 1L;

    InvalidQuery(List<FieldProblem> problems) {
        super(HttpStatus.BAD_REQUEST, "invalid_query", FieldProblem.sentence(problems), problems);
    }
}
