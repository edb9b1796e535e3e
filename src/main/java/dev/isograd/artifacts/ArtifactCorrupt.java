package dev.isograd.artifacts;

/** Thrown at the end of a complete read whose bytes are not the bytes that were stored. */
public class ArtifactCorrupt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactCorrupt(String key, String expected, String found) {
        super("The artifact %s has the SHA-256 %s instead of %s".formatted(key, found, expected));
    }
}
