package dev.isograd.imports.pictures;

/** The colors of a picture that stores their numbers. */
final class Palette {

    private Palette() {}

    /** @param stride bytes from one color to the next */
    static boolean isGray(byte[] colors, int stride) {
        for (int i = 0; i + 2 < colors.length; i += stride) {
            if (colors[i] != colors[i + 1] || colors[i] != colors[i + 2]) {
                return false;
            }
        }
        return true;
    }
}
