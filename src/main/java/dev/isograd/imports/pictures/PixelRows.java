package dev.isograd.imports.pictures;

/** The pixels of a picture, row by row, with the channels that were asked for. */
public interface PixelRows {

    int height();

    int width();

    /**
     * Reads one row.
     *
     * @param row receives width times channels values from 0 to 255, the channels of a pixel side by side
     */
    void read(int y, int[] row);

    /** Brightness as television defines it (ITU-R 601), from 0 to 255. */
    static int luma(int red, int green, int blue) {
        return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
    }
}
