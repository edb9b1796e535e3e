package dev.isograd.learning.layers;

/**
 * Counts, from shapes alone, the bytes per image that a forward pass keeps for the passes backward through it.
 *
 * <p>Follows libtorch: an operation keeps what its derivative reads, arrays that several operations read are kept once.
 * Left out is what does not grow with the image: parameters, and statistics of a channel.
 */
public final class SavedTensors {

    private static final int INDEX_BYTES = Long.BYTES;

    /**
     * Arrays of a convolution's size that are alive beside what is kept while its gradient is made: the gradients by its
     * output and by the shortcut beside it, that by its input, and what the library lays out anew for its kernels.
     */
    private static final int ON_THE_WAY = 9;

    /** The same in the pass through a gradient, where the second derivative of batch normalisation takes several more. */
    private static final int ON_THE_WAY_TWICE = 12;

    /** The same in the pass of a tangent, which is assumed to take as many as a backward pass. */
    private static final int ON_THE_WAY_BY_FORMULA = 9;

    private long bytes;
    private long gradientBytes;
    private long analyticBytes;
    private long peakBytes;

    /** The backward pass reads these values. */
    public void save(Traced array) {
        if (!array.needs().values) {
            array.needs().values = true;
            bytes += size(array);
        }
    }

    /** A backward pass that is differentiated itself reads the gradient by this array. */
    public void saveGradient(Traced array) {
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

    /** Closed formulas keep a gradient of this size, where differentiating twice keeps one at each step. */
    void saveForAnalytic(Traced array) {
        analyticBytes += size(array);
    }

    /** They do without these values, which a backward pass reads. */
    void dropForAnalytic(Traced array) {
        analyticBytes -= size(array);
    }

    /** The backward pass reads where each number came from. */
    void saveIndices(Traced array) {
        bytes += (long) INDEX_BYTES * array.shape().numbers();
    }

    /** The gradient by this array is made by an operation that takes working space of its own. */
    void workspace(Traced array) {
        peakBytes = Math.max(peakBytes, bytes + ON_THE_WAY * size(array));
    }

    /**
     * The most that is alive in one backward pass: it frees what is kept from the top down, and where it has come to, some
     * arrays are on their way.
     */
    public long peakBytes() {
        return Math.max(peakBytes, bytes);
    }

    /** Alive on top of all that is kept when a pass through a gradient begins at an array of this size. */
    public static long doubleBackwardWorkspace(long arrayBytes) {
        return ON_THE_WAY_TWICE * arrayBytes;
    }

    /** The same when the pass of a tangent begins. */
    public static long analyticWorkspace(long arrayBytes) {
        return ON_THE_WAY_BY_FORMULA * arrayBytes;
    }

    /** Kept for one backward pass. */
    public long bytes() {
        return bytes;
    }

    /** Kept on top of it while the gradient can be differentiated again. */
    public long gradientBytes() {
        return gradientBytes;
    }

    /** Kept on top of {@link #bytes} where closed formulas reconcile. */
    public long analyticBytes() {
        return analyticBytes;
    }

    private static long size(Traced array) {
        return (long) Float.BYTES * array.shape().numbers();
    }
}
