package dev.isograd.artifacts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when an artifact cannot be sent to a client; each factory below is one reason. */
final class ArtifactProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private ArtifactProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static ArtifactProblem damaged() {
        return new ArtifactProblem(
                HttpStatus.GONE, "artifact_damaged", "The stored file is damaged, so it is not sent any more.");
    }

    static ArtifactProblem preconditionFailed() {
        return new ArtifactProblem(
                HttpStatus.PRECONDITION_FAILED,
                "precondition_failed",
                "The file is not the one that the If-Match of the request names.");
    }
}
