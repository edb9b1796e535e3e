package dev.isograd.learning.data;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the images of a set, in memory or in a file of any size. They are read image by image, so a set may be larger than
 * the memory.
 */
public final class ImageBytes {

    private final long size;
    private final Source source;
    private final Object scanning = new Object();
    private @Nullable ImageScan scan;

    /** Where the bytes come from. Several threads may read at the same time. */
    @FunctionalInterface
    public interface Source {

        /** Reads bytes from an offset on until the target is full. */
        void read(long offset, ByteBuffer target);
    }

    /** @param size number of bytes */
    public ImageBytes(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    /** The bytes of a buffer from its position to its limit. */
    public static ImageBytes of(ByteBuffer bytes) {
        ByteBuffer own = bytes.slice();
        return new ImageBytes(
                own.capacity(), (offset, target) -> target.put(own.slice(Math.toIntExact(offset), target.remaining())));
    }

    /** Number of bytes. */
    public long size() {
        return size;
    }

    /** The byte at an index. */
    public byte get(long index) {
        ByteBuffer one = ByteBuffer.allocate(1);
        read(index, one);
        return one.get(0);
    }

    /**
     * Reads bytes from an offset on until the target is full.
     *
     * @throws IndexOutOfBoundsException if there are fewer bytes
     */
    public void read(long offset, ByteBuffer target) {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new IndexOutOfBoundsException("%d bytes at %d of %d".formatted(target.remaining(), offset, size));
        }
        source.read(offset, target);
    }

    /**
     * What one pass over all bytes finds. The pass happens once, at the first call.
     *
     * @param channels of every image
     * @param pixels height times width
     */
    public ImageScan scan(int channels, int pixels) {
        synchronized (scanning) {
            return scanOnce(channels, pixels);
        }
    }

    private ImageScan scanOnce(int channels, int pixels) {
        ImageScan known = scan;
        if (known == null || known.channels() != channels || known.pixels() != pixels) {
            known = ImageScan.of(this, channels, pixels);
            scan = known;
        }
        return known;
    }
}
