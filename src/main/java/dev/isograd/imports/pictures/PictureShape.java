package dev.isograd.imports.pictures;

/** The shape that every picture of a data set gets. */
public record PictureShape(int channels, int height, int width, Fit fit) {

    public PictureShape {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("Pictures have 1 or 3 channels, not " + channels);
        }
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("A picture of %d x %d is empty".formatted(height, width));
        }
    }

    /** Number of bytes of one prepared picture. */
    public int bytes() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    PictureShape transposed() {
        return new PictureShape(channels, width, height, fit);
    }
}
