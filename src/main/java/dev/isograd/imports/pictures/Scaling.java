package dev.isograd.imports.pictures;

import java.util.Arrays;

/** Brings pixels to the size of a data set, one channel after the other. */
public final class Scaling {

    private final PixelRows source;
    private final int channels;
    private final Axis rows;
    private final Axis columns;
    private final int[] pixels;
    /** The last rows with their final width: two areas above each other share a row. */
    private final float[][] cached;

    private final int[] cachedRow = {-1, -1};

    private Scaling(PixelRows source, int channels, Axis rows, Axis columns) {
        this.source = source;
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
        this.pixels = new int[source.width() * channels];
        this.cached = new float[2][columns.count() * channels];
    }

    /** Returns the bytes of channels x height x width. */
    public static byte[] scale(PixelRows source, PictureShape shape) {
        byte[] scaled = new byte[shape.bytes()];
        int height = source.height();
        int width = source.width();
        boolean wider = (long) width * shape.height() > (long) height * shape.width();
        switch (shape.fit()) {
            case SQUASH ->
                new Scaling(source, shape.channels(), whole(height, shape.height()), whole(width, shape.width()))
                        .write(scaled, shape, 0, 0);
            case CROP -> {
                int rows = wider ? height : part(width, shape.height(), shape.width());
                int columns = wider ? part(height, shape.width(), shape.height()) : width;
                Axis vertical = new Axis((height - rows) / 2, rows, shape.height());
                Axis horizontal = new Axis((width - columns) / 2, columns, shape.width());
                new Scaling(source, shape.channels(), vertical, horizontal).write(scaled, shape, 0, 0);
            }
            case PAD -> {
                int rows = wider ? part(shape.width(), height, width) : shape.height();
                int columns = wider ? shape.width() : part(shape.height(), width, height);
                new Scaling(source, shape.channels(), whole(height, rows), whole(width, columns))
                        .write(scaled, shape, (shape.height() - rows) / 2, (shape.width() - columns) / 2);
            }
        }
        return scaled;
    }

    private static Axis whole(int length, int count) {
        return new Axis(0, length, count);
    }

    /** Length times numerator by denominator, rounded, at least one. */
    private static int part(int length, int numerator, int denominator) {
        return (int) Math.max(1, Math.round((double) length * numerator / denominator));
    }

    private void write(byte[] scaled, PictureShape shape, int top, int left) {
        float[] sum = new float[columns.count() * channels];
        for (int y = 0; y < rows.count(); y++) {
            sumRows(y, sum);
            int at = (top + y) * shape.width() + left;
            for (int x = 0, from = 0; x < columns.count(); x++) {
                for (int c = 0; c < channels; c++, from++) {
                    scaled[at + x + c * shape.height() * shape.width()] =
                            (byte) Math.clamp((int) (sum[from] + 0.5f), 0, 255);
                }
            }
        }
    }

    private void sumRows(int y, float[] sum) {
        float[] weights = rows.weights(y);
        Arrays.fill(sum, 0);
        for (int k = 0; k < weights.length; k++) {
            float[] row = row(rows.first(y) + k);
            float weight = weights[k];
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * row[i];
            }
        }
    }

    /** A row of the source with its final width. */
    private float[] row(int y) {
        int slot = y & 1;
        if (cachedRow[slot] != y) {
            source.read(y, pixels);
            sumColumns(cached[slot]);
            cachedRow[slot] = y;
        }
        return cached[slot];
    }

    private void sumColumns(float[] row) {
        for (int x = 0, to = 0; x < columns.count(); x++) {
            float[] weights = columns.weights(x);
            int from = columns.first(x) * channels;
            for (int c = 0; c < channels; c++, to++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * pixels[from + k * channels + c];
                }
                row[to] = sum;
            }
        }
    }
}
