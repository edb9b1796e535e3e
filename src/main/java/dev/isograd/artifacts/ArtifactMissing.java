package dev.isograd.artifacts;

/** Thrown when nothing is kept under a key. */
public class ArtifactMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactMissing(String key) {
        super("There is no artifact %s".formatted(key));
    }
}
