package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.passthrough.PassthroughNDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.random.RandomStream;

/**
 * Creates the initial parameters of one block or head from a random stream of its own.
 *
 * <p>The stream depends only on the seed of the run and the name of the block. A network therefore starts from the same weights
 * under every rule, split and choice of other heads.
 */
public final class Initializer {

    /** Numbers drawn at a time: in Java they are double, and take twice as much there and once more on the way to libtorch. */
    private static final int CHUNK = 1 << 16;

    private final NDManager manager;
    private final DataType type;
    private final RandomStream random;
    private final String owner;
    private final boolean shapesOnly;
    private final boolean bfloat16;

    /** @param owner name of the block or head; the names of its parameters begin with it */
    public Initializer(NDManager manager, DataType type, long seed, String owner) {
        this(manager, type, seed, owner, false);
    }

    /** @param bfloat16 whether the layers compute their products in bfloat16; parameters are of the given type anyway */
    public Initializer(NDManager manager, DataType type, long seed, String owner, boolean bfloat16) {
        this(manager, type, RandomStream.named(seed, owner), owner, false, bfloat16);
    }

    private Initializer(
            NDManager manager, DataType type, RandomStream random, String owner, boolean shapesOnly, boolean bfloat16) {
        this.manager = manager;
        this.type = type;
        this.random = random;
        this.owner = owner;
        this.shapesOnly = shapesOnly;
        this.bfloat16 = bfloat16;
    }

    /** An initializer of parameters that have only a shape, for estimates: it takes no memory and loads no native library. */
    public static Initializer shapesOnly(String owner) {
        return shapesOnly(owner, false);
    }

    /** As above, for layers that compute their products in bfloat16 if wanted. */
    public static Initializer shapesOnly(String owner, boolean bfloat16) {
        return new Initializer(
                PassthroughNDManager.INSTANCE, DataType.FLOAT32, RandomStream.named(0, owner), owner, true, bfloat16);
    }

    /** Whether the layers compute their products in bfloat16. */
    boolean bfloat16() {
        return bfloat16;
    }

    /** Normal distribution with variance 2 / fanIn, which preserves the scale through ReLU layers (He et al. 2015, arXiv 1502.01852). */
    Parameter kaiming(String name, Shape shape, long fanIn) {
        return normal(name, shape, Math.sqrt(2.0 / fanIn));
    }

    /** Normal distribution with variance 1 / fanIn, for a layer without a ReLU after it. */
    Parameter lecun(String name, Shape shape, long fanIn) {
        return normal(name, shape, Math.sqrt(1.0 / fanIn));
    }

    /** Normal distribution with the given standard deviation. */
    Parameter normal(String name, Shape shape, double deviation) {
        int size = Math.toIntExact(shape.size());
        if (shapesOnly) {
            return constant(name, shape, 0);
        }
        return parameter(name, size <= CHUNK ? normal(shape, size, deviation) : inParts(shape, deviation), true);
    }

    private NDArray normal(Shape shape, int size, double deviation) {
        double[] values = gaussians(size);
        for (int i = 0; i < values.length; i++) {
            values[i] *= deviation;
        }
        return array(shape, values);
    }

    /** The same numbers. As a whole, a large array would take five times its memory for a moment. */
    private NDArray inParts(Shape shape, double deviation) {
        NDArray whole = manager.create(shape, type);
        try (NDArray flat = whole.reshape(-1)) {
            for (long from = 0; from < shape.size(); from += CHUNK) {
                int size = (int) Math.min(CHUNK, shape.size() - from);
                try (NDArray part = normal(new Shape(size), size, deviation)) {
                    flat.set(new NDIndex().addSliceDim(from, from + size), part);
                }
            }
        }
        return whole;
    }

    /** A parameter that is never trained. */
    Parameter fixed(String name, Shape shape, double[] values) {
        return shapesOnly ? statistic(name, shape, 0) : parameter(name, array(shape, values), false);
    }

    /** Numbers from the standard normal distribution, from the block's own random stream. */
    double[] gaussians(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private NDArray array(Shape shape, double[] values) {
        return Constant.of(values, shape, type, manager);
    }

    Parameter constant(String name, Shape shape, double value) {
        return parameter(name, full(shape, value), true);
    }

    /** A running statistic: a part of the network that no gradient moves. */
    Parameter statistic(String name, Shape shape, double value) {
        return parameter(name, full(shape, value), false);
    }

    private NDArray full(Shape shape, double value) {
        return shapesOnly
                ? new PassthroughNDArray(manager, owner, shape, type)
                : manager.full(shape, (float) value, type);
    }

    private Parameter parameter(String name, NDArray array, boolean trainable) {
        if (!shapesOnly) {
            array.attach(manager);
            array.setRequiresGradient(trainable);
        }
        return new Parameter(owner + "." + name, array, trainable);
    }
}
