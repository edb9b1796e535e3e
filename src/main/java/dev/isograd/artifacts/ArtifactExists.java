package dev.isograd.artifacts;

/** Thrown when a key would have to change its bytes; keys are immutable. */
public class ArtifactExists extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactExists(String key) {
        super("The artifact %s exists with other bytes".formatted(key));
    }
}
