package dev.isograd.accounts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when a link has no valid signature or has expired. */
final class InvalidLink extends RequestProblem {

    private static final long serialVersionUID = 1L;

    InvalidLink() {
        super(HttpStatus.FORBIDDEN, "link_not_valid", "The link is invalid or has expired; request a new one.");
    }
}
