package dev.isograd.uploads;

import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.artifacts.PartedArtifacts.Parted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A file that a user sends in parts.
 *
 * @param sha256 digest that the user gave, in hexadecimal
 * @param file where its parts are
 * @param expiresAt when it is deleted unless it is used
 */
record Upload(
        String id,
        String project,
        String filename,
        @Nullable String sha256,
        Parted file,
        State state,
        Instant createdAt,
        Instant expiresAt) {

    /** How far an upload is. */
    enum State {
        /** Parts may arrive. */
        OPEN,
        /** All parts are there, and the digest is right if one was given. */
        COMPLETE,
        /** The files are about to be deleted. */
        DELETING
    }

    private static final long MEGABYTE = DataSize.ofMegabytes(1).toBytes();

    /** Returns the smallest size, in whole megabytes, with which a file has few enough parts. */
    static long partSize(long bytes, DataSize usual) {
        long needed = Math.ceilDiv(Math.ceilDiv(bytes, PartedArtifacts.MOST_PARTS), MEGABYTE) * MEGABYTE;
        return Math.max(usual.toBytes(), needed);
    }

    static String key(String project, String id) {
        return "projects/%s/uploads/%s".formatted(project, id);
    }
}
