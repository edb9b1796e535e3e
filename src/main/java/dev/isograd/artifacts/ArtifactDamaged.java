package dev.isograd.artifacts;

/** Thrown at the end of reading bytes that came in full and are not those that were put. */
public class ArtifactDamaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactDamaged(String key, String expected, String found) {
        super("The artifact %s has the SHA-256 %s instead of %s".formatted(key, found, expected));
    }
}
