package dev.isograd.uploads;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request names a source that is not allowed. */
final class SourceProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private SourceProblem(List<FieldProblem> errors) {
        super(HttpStatus.BAD_REQUEST, "invalid_source", FieldProblem.sentence(errors), errors);
    }

    static SourceProblem url(String detail) {
        return new SourceProblem(List.of(new FieldProblem("/source/url", detail)));
    }

    static SourceProblem folder(String detail) {
        return new SourceProblem(List.of(new FieldProblem("/source/folder", detail)));
    }
}
