package dev.isograd.learning.layers;

/**
 * Counts the bytes per image that a forward pass saves for its backward passes, from shapes only.
 *
 * <p>The count follows libtorch: an operation saves the arrays that its derivative needs, and an array that several operations
 * need is saved once. Parameters and per-channel statistics are left out, because they do not grow with the image.
 */
public final class SavedTensors {

    /** As measured for trainings of all networks on a CPU with AVX-512: so many products take as long as the work on one kept byte. */
    public static final long PRODUCTS_PER_BYTE = 50;

    private static final int INDEX_BYTES = Long.BYTES;

    /**
     * Arrays of a convolution's size that are alive beside the saved ones during its backward pass. They are the gradients with
     * respect to its output, its input and the shortcut beside it. The others are copies in the layout of the library's kernels.
     */
    private static final int BACKWARD_ARRAYS = 9;

    /** As above for a linear layer, as measured for a vision transformer: gradients with respect to its output and what follows it. */
    private static final int LINEAR_BACKWARD_ARRAYS = 4;

    /** As above for double backward, where the second derivative of batch normalization takes several more. */
    private static final int DOUBLE_BACKWARD_ARRAYS = 12;

    /** As above for a Jacobian-vector product, which is assumed to take as many as a backward pass. */
    private static final int JVP_ARRAYS = 9;

    /**
     * As measured: a product of matrices takes as long as so many products in a convolution, most of whose time goes to the arrays that it
     * moves, which are counted apart.
     */
    private static final double CONVOLUTION_PRODUCTS = 3.5;

    private long bytes;
    private long gradientBytes;
    private long analyticBytes;
    private long peakBytes;
    private long products;

    /** Saves the values of an array for the backward pass. */
    public void save(Traced array) {
        if (!array.needs().values) {
            array.needs().values = true;
            bytes += size(array);
        }
    }

    /** Saves a copy of an array in bfloat16, which a product in bfloat16 needs instead of the array itself. */
    void saveInBfloat16(Traced array) {
        bytes += size(array) / 2;
    }

    /** Saves the gradient with respect to an array, which double backward needs. */
    public void saveGradient(Traced array) {
        if (!array.needs().gradient) {
            array.needs().gradient = true;
            gradientBytes += size(array);
        }
    }

    /** Corrects the count: the gradient with respect to this array is one that is saved already, as on both sides of a sum. */
    public void shareGradient(Traced array) {
        if (array.needs().gradient) {
            array.needs().gradient = false;
            gradientBytes -= size(array);
        }
    }

    /** Saves a gradient of this size for analytic passes. Double backward saves one per operation instead. */
    void saveForAnalytic(Traced array) {
        analyticBytes += size(array);
    }

    /** Corrects the count of analytic passes: they do not need these values, unlike a backward pass. */
    void dropForAnalytic(Traced array) {
        analyticBytes -= size(array);
    }

    /** Saves the indices of a pooling for the backward pass. */
    void saveIndices(Traced array) {
        bytes += (long) INDEX_BYTES * array.shape().numbers();
    }

    /** Notes that the gradient with respect to the output of a convolution takes working space of its own. */
    void workspace(Traced array) {
        peakBytes = Math.max(peakBytes, bytes + BACKWARD_ARRAYS * size(array));
    }

    /** Notes that the gradient with respect to the output of a linear layer takes working space of its own. */
    void linearWorkspace(Traced array) {
        peakBytes = Math.max(peakBytes, bytes + LINEAR_BACKWARD_ARRAYS * size(array));
    }

    /** Notes that a convolution multiplies this many pairs of numbers in a forward pass. */
    void multiply(long pairs) {
        products += pairs;
    }

    /** Notes that a product of matrices multiplies this many pairs of numbers in a forward pass. */
    void multiplyMatrices(long pairs) {
        products += Math.round(CONVOLUTION_PRODUCTS * pairs);
    }

    /** Products of numbers in the convolutions of a forward pass, and as many as take the time of its products of matrices. */
    public long products() {
        return products;
    }

    /**
     * The most bytes that are alive during a backward pass. It frees the saved arrays from the top down, and has some working
     * arrays at the current layer.
     */
    public long peakBytes() {
        return Math.max(peakBytes, bytes);
    }

    /** Working space at the start of double backward, on top of all saved arrays, for an output of this size. */
    public static long doubleBackwardWorkspace(long arrayBytes) {
        return DOUBLE_BACKWARD_ARRAYS * arrayBytes;
    }

    /** Working space at the start of a Jacobian-vector product, on top of all saved arrays, for an output of this size. */
    public static long analyticWorkspace(long arrayBytes) {
        return JVP_ARRAYS * arrayBytes;
    }

    /** Bytes saved for one backward pass. */
    public long bytes() {
        return bytes;
    }

    /** Bytes saved on top of {@link #bytes} for double backward. */
    public long gradientBytes() {
        return gradientBytes;
    }

    /** Bytes saved on top of {@link #bytes} for analytic passes. */
    public long analyticBytes() {
        return analyticBytes;
    }

    private static long size(Traced array) {
        return (long) Float.BYTES * array.shape().numbers();
    }
}
