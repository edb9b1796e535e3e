package dev.isograd.accounts;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request about accounts, projects, API keys or sessions has invalid fields. */
public final class InvalidAccountRequest extends RequestProblem {

    private static final long serialVersionUID = 1L;

    public InvalidAccountRequest(List<FieldProblem> problems) {
        super(HttpStatus.BAD_REQUEST, "invalid_request", "The request has invalid fields.", problems);
    }
}
