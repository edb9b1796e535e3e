package dev.isograd.imports.sources;

import dev.isograd.Digests;
import dev.isograd.imports.ImportLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Counts what one reading of a source takes in, and refuses it at the first limit. */
public final class Intake {

    /** Small files may be packed as well as they can be. */
    static final long FREE_BYTES = 1 << 20;

    private final ImportLimits limits;
    private final LongSupplier nanoTime;
    private final long start;
    private final BooleanSupplier stop;
    /** Beginnings of digests, as a million names would need too much memory. */
    private final Set<Long> names = new HashSet<>();

    private int entries;
    private long bytes;

    private Intake(ImportLimits limits, LongSupplier nanoTime, long start, BooleanSupplier stop) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.start = start;
        this.stop = stop;
    }

    /**
     * Starts the time of an import.
     *
     * @param nanoTime as {@link System#nanoTime()}
     * @param stop whether the supervisor has requested the end
     */
    public static Intake start(ImportLimits limits, LongSupplier nanoTime, BooleanSupplier stop) {
        return new Intake(limits, nanoTime, nanoTime.getAsLong(), stop);
    }

    /** For the next reading of the same source, whose time continues. */
    Intake again() {
        return new Intake(limits, nanoTime, start, stop);
    }

    ImportLimits limits() {
        return limits;
    }

    /** Refuses to continue after the time limit or the supervisor's request. */
    public void check() {
        if (stop.getAsBoolean()) {
            throw new ImportStopped();
        }
        if (nanoTime.getAsLong() - start > limits.seconds() * 1_000_000_000L) {
            throw new BadSource("The import takes longer than %d s".formatted(limits.seconds()));
        }
    }

    /** Counts a file or folder and returns its name in the checked form. */
    String entry(String path) {
        check();
        entries++;
        if (entries > limits.entries()) {
            throw new BadSource("There are more than %d files and folders; the first too many is %s"
                    .formatted(limits.entries(), FileName.shown(path)));
        }
        return FileName.checked(path, limits);
    }

    /** Refuses a second file of the same name. */
    void file(String name) {
        byte[] digest = Digests.sha256().digest(FileName.key(name).getBytes(StandardCharsets.UTF_8));
        if (!names.add(ByteBuffer.wrap(digest).getLong())) {
            throw new BadSource(
                    "%s appears twice; names that differ only in case count as equal".formatted(FileName.shown(name)));
        }
    }

    /** Counts bytes taken from a file. */
    void taken(long count, String name) {
        bytes += count;
        if (bytes > limits.unpackedBytes()) {
            throw new BadSource("The source has more than %d bytes when unpacked; the limit is reached in %s"
                    .formatted(limits.unpackedBytes(), FileName.shown(name)));
        }
    }

    /** Refuses a file that unpacks to many times its size. */
    void ratio(long unpacked, long packed, String name) {
        if (unpacked > FREE_BYTES && unpacked / limits.ratio() > packed) {
            throw new BadSource(
                    "%s unpacks to more than %d times its size".formatted(FileName.shown(name), limits.ratio()));
        }
    }

    /** Counts what a file says that it unpacks to, before its reader believes it. */
    public void declared(String name, long unpacked, long packed) {
        taken(Math.max(0, unpacked), name);
        ratio(unpacked, packed, name);
    }

    /**
     * Wraps the content of a file.
     *
     * @param packed bytes that were read of the packed file, at the time of the call
     */
    InputStream counted(String name, InputStream content, LongSupplier packed) {
        return new CountedContent(this, name, content, packed);
    }

    /** Unpacks a file that is packed once more, within the same limits for all such files together. */
    public InputStream packed(String name, InputStream packed, Packing packing) {
        CountedBytes file = new CountedBytes(packed);
        try {
            return counted(name, packing.unpacked(file), file::count);
        } catch (IOException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }
}
