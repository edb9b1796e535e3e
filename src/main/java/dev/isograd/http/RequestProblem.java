package dev.isograd.http;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A failure that is reported to the client: a status, a code for programs, and a sentence for people. */
public abstract class RequestProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    protected RequestProblem(HttpStatus status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    protected RequestProblem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        super(status, problem(status, code, detail, errors), null);
    }

    /** @param cause for the log; the answer does not contain it */
    protected RequestProblem(HttpStatus status, String code, String detail, Throwable cause) {
        super(status, problem(status, code, detail, List.of()), cause);
    }

    private static ProblemDetail problem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        if (!errors.isEmpty()) {
            problem.setProperty("errors", List.copyOf(errors));
        }
        return problem;
    }
}
