package dev.isograd.http;

import dev.isograd.ShortText;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A failure that is reported to the client: a status, a code for programs, and a sentence for people. */
public abstract class RequestProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_DETAIL = 2_000;
    private static final int MOST_ERRORS = 100;
    private static final int MOST_CHARACTERS = 20_000;

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
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ShortText.of(detail, LONGEST_DETAIL));
        problem.setProperty("code", code);
        if (!errors.isEmpty()) {
            problem.setProperty("errors", shortened(errors));
            problem.setProperty("errorCount", errors.size());
        }
        return problem;
    }

    /** An answer stays small, however much is wrong with a request. */
    private static List<FieldProblem> shortened(List<FieldProblem> errors) {
        List<FieldProblem> first = new ArrayList<>();
        int characters = 0;
        for (FieldProblem error : errors) {
            FieldProblem shortened = error.shortened();
            characters += shortened.pointer().length() + shortened.detail().length();
            if (first.size() == MOST_ERRORS || !first.isEmpty() && characters > MOST_CHARACTERS) {
                break;
            }
            first.add(shortened);
        }
        return List.copyOf(first);
    }
}
