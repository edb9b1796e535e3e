package dev.isograd.jobs.comparisons;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request about comparisons cannot be fulfilled. */
final class ComparisonProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private ComparisonProblem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        super(status, code, detail, errors);
    }

    static ComparisonProblem invalid(List<FieldProblem> errors) {
        return new ComparisonProblem(
                HttpStatus.BAD_REQUEST, "invalid_comparison", FieldProblem.sentence(errors), errors);
    }

    static ComparisonProblem notFound() {
        return new ComparisonProblem(
                HttpStatus.NOT_FOUND, "comparison_not_found", "The comparison does not exist.", List.of());
    }
}
