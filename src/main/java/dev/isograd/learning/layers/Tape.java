package dev.isograd.learning.layers;

/**
 * Counts, from shapes alone, the bytes per image that a forward pass keeps for the passes backward through it.
 *
 * <p>Follows libtorch: an operation keeps what its derivative reads, arrays that several operations read are kept once.
 * Left out is what does not grow with the image: parameters, and statistics of a channel.
 */
public final class Tape {

    private static final int INDEX_BYTES = Long.BYTES;

    private long bytes;
    private long gradientBytes;

    /** The backward pass reads these values. */
    public void keep(Traced array) {
        if (!array.needs().values) {
            array.needs().values = true;
            bytes += size(array);
        }
    }

    /** A backward pass that is differentiated itself reads the gradient by this array. */
    public void keepGradient(Traced array) {
        if (!array.needs().gradient) {
            array.needs().gradient = true;
            gradientBytes += size(array);
        }
    }

    /** The gradient by this array turns out to be another one that is kept already, as on both sides of a sum. */
    public void shareGradient(Traced array) {
        if (array.needs().gradient) {
            array.needs().gradient = false;
            gradientBytes -= size(array);
        }
    }

    /** The backward pass reads where each number came from. */
    void keepIndices(Traced array) {
        bytes += (long) INDEX_BYTES * array.shape().numbers();
    }

    /** Kept for one backward pass. */
    public long bytes() {
        return bytes;
    }

    /** Kept on top of it while the gradient can be differentiated again. */
    public long gradientBytes() {
        return gradientBytes;
    }

    private static long size(Traced array) {
        return (long) Float.BYTES * array.shape().numbers();
    }
}
