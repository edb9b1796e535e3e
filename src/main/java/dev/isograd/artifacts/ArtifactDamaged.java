package dev.isograd.artifacts;

/** Thrown at the end of a complete read whose bytes are not the bytes that were stored. */
public class ArtifactDamaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactDamaged(String key, String expected, String found) {
        super("The artifact %s has the SHA-256 %s instead of %s".formatted(key, found, expected));
    }
}
