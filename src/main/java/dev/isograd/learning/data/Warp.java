package dev.isograd.learning.data;

/**
 * An affine map around the center of an image. Each pixel takes the nearest pixel of its source (a x + b y + e, c x + d y + f);
 * pixels whose source lies outside become black.
 */
record Warp(double a, double b, double e, double c, double d, double f) {

    /** @param x columns to the right per row downwards, as {@code y} rows downwards per column to the right */
    static Warp shear(double x, double y) {
        return new Warp(1, x, 0, y, 1, 0);
    }

    /** The source lies so many columns to the right and rows down, in whole pixels. */
    static Warp shift(double columns, double rows) {
        return new Warp(1, 0, Math.rint(columns), 0, 1, Math.rint(rows));
    }

    static Warp rotation(double radians) {
        double cos = StrictMath.cos(radians);
        double sin = StrictMath.sin(radians);
        return new Warp(cos, sin, 0, -sin, cos, 0);
    }

    void apply(Picture picture) {
        byte[] source = picture.bytes().clone();
        double middleX = (picture.width() - 1) / 2.0;
        double middleY = (picture.height() - 1) / 2.0;
        for (int row = 0; row < picture.height(); row++) {
            for (int column = 0; column < picture.width(); column++) {
                double x = column - middleX;
                double y = row - middleY;
                int fromX = (int) Math.floor(a * x + b * y + e + middleX + 0.5);
                int fromY = (int) Math.floor(c * x + d * y + f + middleY + 0.5);
                boolean inside = fromX >= 0 && fromX < picture.width() && fromY >= 0 && fromY < picture.height();
                take(picture, source, row * picture.width() + column, inside, fromY * picture.width() + fromX);
            }
        }
    }

    private static void take(Picture picture, byte[] source, int pixel, boolean inside, int from) {
        for (int channel = 0; channel < picture.channels(); channel++) {
            int plane = channel * picture.pixels();
            picture.bytes()[plane + pixel] = inside ? source[plane + from] : 0;
        }
    }
}
