package dev.isograd.learning.random;

/**
 * A random number generator that depends only on a key: SplitMix64 (Steele, Lea, Flood 2014).
 *
 * <p>It gives a seed the same numbers on every JDK, libtorch and device. Any stream can be restarted from its key, so
 * no state needs to be saved.
 */
public final class RandomStream {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /** The stream of a name under a seed. */
    public static RandomStream named(long seed, String name) {
        long key = scramble(seed + GAMMA);
        for (int i = 0; i < name.length(); i++) {
            key = scramble((key ^ name.charAt(i)) + GAMMA);
        }
        return new RandomStream(key);
    }

    /** The stream of a name and two counters, such as epoch and image, under a seed. */
    public static RandomStream counted(long seed, String name, long first, long second) {
        long key = named(seed, name).state;
        key = scramble((key ^ first) + GAMMA);
        return new RandomStream(scramble((key ^ second) + GAMMA));
    }

    /** Uniform over all 64-bit integers. */
    public long nextLong() {
        state += GAMMA;
        return scramble(state);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound); the bias of the multiplication is below bound / 2^53. */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** Standard normal by the Box-Muller method, with {@code StrictMath} so that all platforms agree. */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static long scramble(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
