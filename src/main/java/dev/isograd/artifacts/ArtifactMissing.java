package dev.isograd.artifacts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when nothing is kept under a key. */
public class ArtifactMissing extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private final String message;

    ArtifactMissing(String key) {
        super(HttpStatus.NOT_FOUND, "artifact_missing", "The store does not have this file any more.");
        this.message = "There is no artifact %s".formatted(key);
    }

    /** For the log; clients get the problem's own sentence, which names no key. */
    @Override
    public String getMessage() {
        return message;
    }
}
