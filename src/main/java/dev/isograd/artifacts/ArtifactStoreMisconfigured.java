package dev.isograd.artifacts;

/** Thrown at startup when the object store's response shows that a setting is wrong. */
class ArtifactStoreMisconfigured extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    ArtifactStoreMisconfigured(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
