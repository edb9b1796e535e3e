package dev.isograd.datasets;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown when nobody knows a data set of that name or id. */
public class DatasetNotFound extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    DatasetNotFound(String nameOrId) {
        super(HttpStatus.NOT_FOUND, problem(), null);
    }

    private static ProblemDetail problem() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such data set.");
        problem.setProperty("code", "dataset_not_found");
        return problem;
    }
}
