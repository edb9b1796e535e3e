package dev.isograd.jobs.web;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import dev.isograd.jobs.JobState;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a request about jobs cannot be met; each factory below is one way. */
final class JobProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private JobProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private JobProblem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        super(status, code, detail, errors);
    }

    static JobProblem invalidSpec(List<FieldProblem> errors) {
        return new JobProblem(HttpStatus.BAD_REQUEST, "invalid_spec", sentence(errors), errors);
    }

    static JobProblem invalidEdit(List<FieldProblem> errors) {
        return new JobProblem(HttpStatus.BAD_REQUEST, "invalid_request", sentence(errors), errors);
    }

    /** @param done such as "cancelled" */
    static JobProblem conflict(JobState state, String done) {
        return new JobProblem(
                HttpStatus.CONFLICT,
                state.isTerminal() ? "job_is_over" : "job_state_conflict",
                "The job is %s and cannot be %s.".formatted(state, done));
    }

    static JobProblem noCheckpoint() {
        return new JobProblem(HttpStatus.CONFLICT, "no_checkpoint", "The job has no usable checkpoint to go on from.");
    }

    static JobProblem noResult(JobState state) {
        return new JobProblem(
                HttpStatus.CONFLICT, "no_result", "The job is %s; only a SUCCEEDED job has a result.".formatted(state));
    }

    static JobProblem preconditionRequired() {
        return new JobProblem(
                HttpStatus.PRECONDITION_REQUIRED,
                "if_match_required",
                "Send the job's ETag in If-Match, so that no other edit is overwritten unseen.");
    }

    static JobProblem preconditionFailed() {
        return new JobProblem(
                HttpStatus.PRECONDITION_FAILED,
                "etag_mismatch",
                "The job was edited since that ETag; read it again first.");
    }

    static JobProblem noSuchProject() {
        return new JobProblem(HttpStatus.NOT_FOUND, "project_not_found", "There is no such project.");
    }

    static JobProblem noSuchFile() {
        return new JobProblem(HttpStatus.NOT_FOUND, "file_not_found", "The job's result has no such file.");
    }

    private static String sentence(List<FieldProblem> errors) {
        int more = errors.size() - 1;
        return "%s %s.%s"
                .formatted(
                        errors.getFirst().pointer(),
                        errors.getFirst().detail(),
                        more == 0 ? "" : " %d more in errors.".formatted(more));
    }
}
