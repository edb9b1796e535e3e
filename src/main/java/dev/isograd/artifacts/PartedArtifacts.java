package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stores large files that arrive in parts, in any order and side by side.
 *
 * <p>A part is there as a whole or not at all, whenever a process ends. Once a file is sealed, its parts do not change any
 * more. Every method may throw {@link ArtifactStoreUnavailable}.
 */
public interface PartedArtifacts {

    /** The keys of such files; other leftovers in the store have other owners. */
    Pattern KEY = Pattern.compile("projects/[^/]+/uploads/[^/]+");

    /** Largest number of parts, a limit of S3. */
    int MOST_PARTS = 10_000;

    /**
     * A file that arrives in parts, which count from 1; all but the last have the same size.
     *
     * @param key where it is stored, see {@link #KEY}
     * @param handle what {@link #begin} returned
     * @param bytes size of the whole file, at least 1
     */
    record Parted(String key, String handle, long bytes, long partSize) {

        public int parts() {
            return Math.toIntExact(Math.ceilDiv(bytes, partSize));
        }

        /** @param number from 1 to {@link #parts} */
        public long length(int number) {
            return number < parts() ? partSize : bytes - (parts() - 1) * partSize;
        }
    }

    /**
     * A part that has arrived.
     *
     * @param tag what an object store calls its content; null in a file store
     */
    record Part(
            int number,
            long bytes,
            Instant storedAt,
            @Nullable String tag) {}

    /** An address to which a client sends a part with PUT and these headers, without a key of Isograd. */
    record PartLink(int part, URI url, Map<String, String> headers) {}

    /** What {@link #begin} began. */
    record Begun(String key, String handle) {}

    /** Begins a file; returns how the store names what arrives. */
    String begin(String key);

    /**
     * Stores a part, in place of an earlier one with its number.
     *
     * @param body has at least as many bytes as the part; memory never holds them all
     * @throws IOException if the body cannot be read; the part is then as it was before
     * @throws ArtifactMissing if the file was sealed or deleted
     */
    void put(Parted file, int number, InputStream body) throws IOException;

    /**
     * Returns the parts that have arrived, in order.
     *
     * @throws ArtifactMissing if the file was sealed or deleted
     */
    List<Part> parts(Parted file);

    /** Signs links for some parts; returns none if clients cannot reach the store. */
    List<PartLink> links(Parted file, List<Integer> numbers, Duration validFor);

    /** Scheme, host and port of the addresses in {@link #links}; empty if clients cannot reach the store. */
    default Optional<String> origin() {
        Parted any = new Parted("projects/any/uploads/any", "any", 1, 1);
        return links(any, List.of(1), Duration.ofMinutes(1)).stream()
                .findFirst()
                .map(PartLink::url)
                .map(url -> url.getScheme() + "://" + url.getRawAuthority());
    }

    /**
     * Ends the arrival of parts; does nothing if the file is sealed.
     *
     * @param parts all parts of the file, as {@link #parts} returned them
     */
    void seal(Parted file, List<Part> parts);

    boolean isSealed(Parted file);

    /** Lets parts arrive again, although they may all have to be sent again; returns the new handle. */
    String reopen(Parted file);

    /**
     * Opens a sealed file.
     *
     * @throws ArtifactMissing if it is not there
     */
    InputStream open(Parted file);

    /** Deletes the file and its parts, in whatever state they are. */
    void delete(Parted file);

    /** Returns what was begun before the given time and may have no owner. */
    List<Begun> begunBefore(Instant before);
}
