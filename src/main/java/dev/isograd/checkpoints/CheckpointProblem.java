package dev.isograd.checkpoints;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** The HTTP problems of requests about checkpoints. */
final class CheckpointProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private CheckpointProblem(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        super(status, code, detail, errors);
    }

    static CheckpointProblem notFound() {
        return new CheckpointProblem(
                HttpStatus.NOT_FOUND, "checkpoint_not_found", "There is no such checkpoint.", List.of());
    }

    static CheckpointProblem corrupt() {
        return new CheckpointProblem(
                HttpStatus.CONFLICT,
                "checkpoint_corrupt",
                "The checkpoint is corrupt and cannot be downloaded.",
                List.of());
    }

    static CheckpointProblem gone() {
        return new CheckpointProblem(
                HttpStatus.GONE,
                "checkpoint_gone",
                "The checkpoint was deleted or found to be corrupt after this link was created.",
                List.of());
    }

    static CheckpointProblem invalidEdit(List<FieldProblem> problems) {
        return new CheckpointProblem(
                HttpStatus.BAD_REQUEST, "invalid_checkpoint_edit", FieldProblem.sentence(problems), problems);
    }
}
