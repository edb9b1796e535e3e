package dev.isograd.artifacts;

import java.io.InputStream;
import java.nio.file.Path;

/** Keeps bytes under immutable keys such as {@code projects/p/jobs/j/attempts/1/weights.safetensors}. */
public interface ArtifactStore {

    /** @throws ArtifactExists if the key holds other bytes; storing the same bytes again is no error */
    void put(String key, Path file);

    /** @throws ArtifactMissing if nothing is kept under the key */
    InputStream open(String key);

    boolean exists(String key);

    /** @throws ArtifactMissing if nothing is kept under the key */
    long size(String key);

    /** Removes what is kept under the key, if anything. */
    void delete(String key);
}
