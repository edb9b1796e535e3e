package dev.isograd.imports.pictures;

/**
 * How the pixels of one side become fewer or more: fewer by the average over the area that a pixel covers, more by linear
 * interpolation.
 */
final class Axis {

    private final int[] first;
    private final float[][] weights;

    /**
     * @param start first pixel of the part that is used
     * @param length number of pixels of the part that is used
     * @param count number of pixels made from it
     */
    Axis(int start, int length, int count) {
        first = new int[count];
        weights = new float[count][];
        for (int i = 0; i < count; i++) {
            if (length >= count) {
                average(i, start, length, count);
            } else {
                interpolate(i, start, length, count);
            }
        }
    }

    private void average(int i, int start, int length, int count) {
        // Whole numbers, in parts of 1/count of a pixel, so that equal sizes give exactly the same pixels.
        long low = (long) i * length;
        long high = low + length;
        int from = (int) (low / count);
        int to = (int) ((high + count - 1) / count);
        float[] shares = new float[to - from];
        for (int k = from; k < to; k++) {
            long part = Math.min(high, (k + 1L) * count) - Math.max(low, (long) k * count);
            shares[k - from] = (float) part / length;
        }
        first[i] = start + from;
        weights[i] = shares;
    }

    private void interpolate(int i, int start, int length, int count) {
        double center = Math.clamp((i + 0.5) * length / count - 0.5, 0, length - 1);
        int from = Math.min((int) center, Math.max(0, length - 2));
        float share = (float) (center - from);
        first[i] = start + from;
        weights[i] = length == 1 ? new float[] {1} : new float[] {1 - share, share};
    }

    int count() {
        return first.length;
    }

    /** The first pixel that pixel i is made of. */
    int first(int i) {
        return first[i];
    }

    /** The shares of the first and the following pixels, with the sum 1. */
    float[] weights(int i) {
        return weights[i];
    }
}
