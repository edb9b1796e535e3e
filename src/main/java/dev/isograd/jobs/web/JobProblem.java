package dev.isograd.jobs.web;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import dev.isograd.jobs.JobState;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request about jobs cannot be fulfilled; each factory below is one reason. */
final class JobProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private JobProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private JobProblem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        super(status, code, detail, errors);
    }

    static JobProblem invalidSpec(List<FieldProblem> errors) {
        return new JobProblem(HttpStatus.BAD_REQUEST, "invalid_spec", FieldProblem.sentence(errors), errors);
    }

    static JobProblem invalidRequest(List<FieldProblem> errors) {
        return new JobProblem(HttpStatus.BAD_REQUEST, "invalid_request", FieldProblem.sentence(errors), errors);
    }

    /** @param done the requested change, such as "cancelled" */
    static JobProblem conflict(JobState state, String done) {
        return new JobProblem(
                HttpStatus.CONFLICT,
                state.isTerminal() ? "job_is_over" : "job_state_conflict",
                "The job is %s and cannot be %s.".formatted(state, done));
    }

    static JobProblem noCheckpoint() {
        return new JobProblem(HttpStatus.CONFLICT, "no_checkpoint", "The job has no usable checkpoint to resume from.");
    }

    static JobProblem datasetGone() {
        return new JobProblem(
                HttpStatus.CONFLICT, "dataset_not_usable", "The data set of the job has been deleted or is not ready.");
    }

    static JobProblem importNotRepeatable() {
        return new JobProblem(
                HttpStatus.CONFLICT,
                "import_not_repeatable",
                "The data set of this import has been deleted, is imported by another job, or is ready.");
    }

    static JobProblem noResult(JobState state) {
        return new JobProblem(
                HttpStatus.CONFLICT, "no_result", "The job is %s; only a SUCCEEDED job has a result.".formatted(state));
    }

    static JobProblem noEvaluation() {
        return new JobProblem(
                HttpStatus.NOT_FOUND,
                "no_evaluation",
                "This job has no evaluation: it was trained before networks were evaluated, or its file is gone.");
    }

    static JobProblem preconditionRequired() {
        return new JobProblem(
                HttpStatus.PRECONDITION_REQUIRED,
                "if_match_required",
                "Send the ETag of the job in If-Match, so that the edit does not overwrite another one.");
    }

    static JobProblem preconditionFailed() {
        return new JobProblem(
                HttpStatus.PRECONDITION_FAILED,
                "etag_mismatch",
                "The job has been edited since this ETag; read it again and repeat the edit.");
    }

    static JobProblem noSuchProject() {
        return new JobProblem(HttpStatus.NOT_FOUND, "project_not_found", "The project does not exist.");
    }

    static JobProblem noSuchFile() {
        return new JobProblem(
                HttpStatus.NOT_FOUND, "file_not_found", "The result of the job does not contain this file.");
    }
}
