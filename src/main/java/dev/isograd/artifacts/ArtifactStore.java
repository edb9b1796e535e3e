package dev.isograd.artifacts;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps bytes under immutable keys such as {@code projects/p/jobs/j/attempts/1/weights.safetensors}.
 *
 * <p>Every method may throw {@link ArtifactStoreUnavailable}: an outage never looks like a missing key.
 */
public interface ArtifactStore {

    /**
     * Stores a file; the key appears whole or not at all.
     *
     * @throws ArtifactExists if the key holds other bytes; storing the same bytes again is no error
     */
    void put(String key, Path file);

    /**
     * Opens what is kept under a key. Reading throws an IOException where the connection breaks, and {@link ArtifactDamaged}
     * where a store that knows better finds at the end that the bytes are not those that were put.
     *
     * @throws ArtifactMissing if nothing is kept under the key
     */
    InputStream open(String key);

    boolean exists(String key);

    /** @throws ArtifactMissing if nothing is kept under the key */
    long size(String key);

    /** Removes what is kept under the key, if anything. */
    void delete(String key);

    /**
     * All that is kept under a prefix, in no certain order, read as the stream is.
     *
     * @param prefix a whole number of parts with a slash at the end, such as {@code projects/p/}, or empty for everything
     */
    Stream<StoredArtifact> list(String prefix);

    /**
     * A link by which anybody who has it can download the key for a while, offered under the given file name; empty where
     * the store has none to give and the bytes must be passed on instead. Whether the key exists is not looked up.
     */
    Optional<URI> download(String key, Duration validFor, String fileName);

    /** Throws away what uploads that began before then and never ended left behind; returns how many there were. */
    int sweepUploads(Instant before);
}
