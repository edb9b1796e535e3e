package dev.isograd.imports.pictures;

/** Turns prepared pixels as EXIF says. */
final class Orientation {

    private Orientation() {}

    /**
     * @param stored bytes of channels x height x width as stored
     * @param shape the shape when upright
     */
    static byte[] apply(int orientation, byte[] stored, PictureShape shape) {
        if (orientation == PictureHeader.UPRIGHT) {
            return stored;
        }
        int height = shape.height();
        int width = shape.width();
        byte[] upright = new byte[stored.length];
        for (int c = 0, to = 0; c < shape.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++, to++) {
                    upright[to] = stored[c * height * width + from(orientation, y, x, height, width)];
                }
            }
        }
        return upright;
    }

    private static int from(int orientation, int y, int x, int height, int width) {
        int bottom = height - 1 - y;
        int right = width - 1 - x;
        return switch (orientation) {
            case 2 -> y * width + right;
            case 3 -> bottom * width + right;
            case 4 -> bottom * width + x;
            case 5 -> x * height + y;
            case 6 -> right * height + y;
            case 7 -> right * height + bottom;
            case 8 -> x * height + bottom;
            default -> throw new IllegalArgumentException("There is no orientation " + orientation);
        };
    }
}
