package dev.isograd.library;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request about data sets cannot be fulfilled; each factory below is one reason. */
final class DatasetProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private DatasetProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private DatasetProblem(List<FieldProblem> errors) {
        super(HttpStatus.BAD_REQUEST, "invalid_dataset", FieldProblem.sentence(errors), errors);
    }

    static DatasetProblem invalid(List<FieldProblem> errors) {
        return new DatasetProblem(errors);
    }

    static DatasetProblem notFound() {
        return new DatasetProblem(HttpStatus.NOT_FOUND, "dataset_not_found", "There is no such data set.");
    }

    static DatasetProblem noSuchSample() {
        return new DatasetProblem(
                HttpStatus.NOT_FOUND, "sample_not_found", "The data set has no picture at this place.");
    }

    static DatasetProblem damaged(String reference) {
        return new DatasetProblem(
                HttpStatus.GONE, "dataset_damaged", "The store has lost or changed files of %s.".formatted(reference));
    }

    static DatasetProblem inUse(String reference, List<String> jobs) {
        return new DatasetProblem(
                HttpStatus.CONFLICT,
                "dataset_in_use",
                "%s is used by jobs that are not over: %s. Cancel them or wait until they end."
                        .formatted(reference, String.join(", ", jobs)));
    }

    static DatasetProblem builtIn(String name) {
        return new DatasetProblem(
                HttpStatus.CONFLICT, "dataset_built_in", name + " is a built-in data set and cannot be deleted.");
    }

    static DatasetProblem notReady(String reference) {
        return new DatasetProblem(
                HttpStatus.CONFLICT, "dataset_not_ready", reference + " is not READY, so it has no pictures.");
    }
}
