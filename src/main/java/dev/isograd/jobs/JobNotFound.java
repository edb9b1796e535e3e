package dev.isograd.jobs;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when the caller's project has no job with the requested id. */
public class JobNotFound extends RequestProblem {

    private static final long serialVersionUID = 1L;

    public JobNotFound() {
        super(HttpStatus.NOT_FOUND, "job_not_found", "There is no such job.");
    }
}
