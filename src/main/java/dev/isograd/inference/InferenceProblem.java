package dev.isograd.inference;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a prediction or an export cannot be made; each factory below is one reason. */
final class InferenceProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private InferenceProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private InferenceProblem(List<FieldProblem> problems) {
        super(HttpStatus.BAD_REQUEST, "invalid_request", FieldProblem.sentence(problems), problems);
    }

    static InferenceProblem invalid(List<FieldProblem> problems) {
        return new InferenceProblem(problems);
    }

    static InferenceProblem invalid(String pointer, String detail) {
        return new InferenceProblem(List.of(new FieldProblem(pointer, detail)));
    }

    static InferenceProblem noNetwork(String state) {
        return new InferenceProblem(
                HttpStatus.CONFLICT,
                "no_result",
                "The job is %s; only a SUCCEEDED training has a network.".formatted(state));
    }

    static InferenceProblem tooOld() {
        return new InferenceProblem(
                HttpStatus.CONFLICT,
                "network_not_described",
                "This network was trained before networks could be used here; fork the job to train it again.");
    }

    static InferenceProblem networkDeleted() {
        return new InferenceProblem(
                HttpStatus.CONFLICT,
                "network_deleted",
                "The files of this network are deleted, because its project keeps networks for a limited time only.");
    }

    static InferenceProblem badPicture(String detail) {
        return new InferenceProblem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_picture", detail);
    }

    static InferenceProblem mismatch(String detail) {
        return new InferenceProblem(HttpStatus.UNPROCESSABLE_CONTENT, "export_mismatch", detail);
    }

    static InferenceProblem damagedDataset(String name) {
        return new InferenceProblem(
                HttpStatus.GONE, "dataset_damaged", "The store has lost or changed files of %s.".formatted(name));
    }

    static InferenceProblem busy() {
        return unavailable("inference_busy", "All processes for predictions are busy; try again in a moment.", 2);
    }

    static InferenceProblem ended() {
        return unavailable(
                "inference_ended",
                "The process that computes predictions ended while it worked on this request; another one starts with the next.",
                1);
    }

    static InferenceProblem tooSlow() {
        return unavailable("inference_too_slow", "The answer took longer than allowed; its process was ended.", 5);
    }

    static InferenceProblem failed(String detail) {
        return new InferenceProblem(HttpStatus.INTERNAL_SERVER_ERROR, "inference_failed", detail);
    }

    private static InferenceProblem unavailable(String code, String detail, int retryAfter) {
        InferenceProblem problem = new InferenceProblem(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter));
        return problem;
    }
}
