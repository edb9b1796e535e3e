package dev.isograd.artifacts;

/** Thrown when the store cannot be reached, does not answer in time or cannot serve now; the same call may succeed later. */
public class ArtifactStoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactStoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
