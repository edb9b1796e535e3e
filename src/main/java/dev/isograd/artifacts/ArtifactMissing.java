package dev.isograd.artifacts;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when the store holds no artifact under a key. */
public class ArtifactMissing extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private final String message;

    ArtifactMissing(String key) {
        super(HttpStatus.NOT_FOUND, "artifact_missing", "The artifact store no longer has this file.");
        this.message = "There is no artifact %s".formatted(key);
    }

    /** Names the key, for the log only; the problem that clients receive does not contain it. */
    @Override
    public String getMessage() {
        return message;
    }
}
