package dev.isograd.datasets;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when there is no data set with the given name or id. */
public class DatasetNotFound extends RequestProblem {

    private static final long serialVersionUID = 1L;

    DatasetNotFound() {
        super(HttpStatus.NOT_FOUND, "dataset_not_found", "There is no such data set.");
    }
}
