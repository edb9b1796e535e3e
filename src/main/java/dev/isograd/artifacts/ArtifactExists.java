package dev.isograd.artifacts;

/** Thrown when a key already holds other bytes; artifacts are immutable. */
public class ArtifactExists extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactExists(String key) {
        super("The artifact %s already exists with different content".formatted(key));
    }
}
