package dev.isograd.artifacts;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores immutable files under keys such as {@code projects/p/jobs/j/attempts/1/weights.safetensors}.
 *
 * <p>Every method may throw {@link ArtifactStoreUnavailable}, so that an outage never looks like a missing key.
 */
public interface ArtifactStore {

    /**
     * Stores a file atomically: a reader sees the complete file or none.
     *
     * @throws ArtifactExists if the key holds other bytes; storing the same bytes again succeeds
     */
    void put(String key, Path file);

    /**
     * Opens an artifact for reading. The stream throws an IOException if the connection breaks. A store that records
     * checksums throws {@link ArtifactCorrupt} at the end of the stream if the bytes do not match.
     *
     * @throws ArtifactMissing if the store has no such key
     */
    InputStream open(String key);

    /**
     * Reads some bytes of an artifact without the others, and does not compare them with a checksum. There are fewer if the
     * artifact ends before.
     *
     * @throws ArtifactMissing if the store has no such key
     */
    byte[] read(String key, long from, int length);

    boolean exists(String key);

    /** @throws ArtifactMissing if the store has no such key */
    long size(String key);

    /**
     * Returns text that changes whenever the bytes of an artifact may have changed. Returns empty if the store itself
     * detects changed bytes, as {@link #open} does.
     *
     * @throws ArtifactMissing if the store has no such key
     */
    Optional<String> fingerprint(String key);

    /** Deletes an artifact; does nothing if the store has no such key. */
    void delete(String key);

    /**
     * Lists the artifacts under a prefix, in no particular order and lazily.
     *
     * @param prefix complete key parts that end with a slash, such as {@code projects/p/}, or empty for everything
     */
    Stream<StoredArtifact> list(String prefix);

    /**
     * Signs a link that lets anyone download the artifact under the given file name until the link expires. Returns
     * empty if the store has no such links and the caller must serve the bytes itself. Does not check that the key
     * exists.
     */
    Optional<URI> download(String key, Duration validFor, String fileName);

    /** Deletes the remains of unfinished uploads that began before the given time; returns the number deleted. */
    int sweepUploads(Instant before);
}
