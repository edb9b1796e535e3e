package dev.isograd.accounts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when a link was not signed by us or its time is over. */
final class InvalidLink extends RequestProblem {

    private static final long serialVersionUID = 1L;

    InvalidLink() {
        super(HttpStatus.FORBIDDEN, "link_not_valid", "The link is not valid, or not any more; ask for a new one.");
    }
}
