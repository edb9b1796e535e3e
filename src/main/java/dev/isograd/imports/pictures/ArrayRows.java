package dev.isograd.imports.pictures;

/**
 * Pixels in an array of bytes.
 *
 * @param own number of channels in the array
 * @param rowStride distance of two rows
 * @param pixelStride distance of two pixels of a row
 * @param channelStride distance of two channels of a pixel
 * @param channels number of channels of the rows read
 */
public record ArrayRows(
        byte[] bytes, int height, int width, int own, int rowStride, int pixelStride, int channelStride, int channels)
        implements PixelRows {

    /** One channel after the other. */
    public static ArrayRows planes(byte[] bytes, int own, int height, int width, int channels) {
        return new ArrayRows(bytes, height, width, own, width, 1, height * width, channels);
    }

    /** The channels of a pixel side by side. */
    public static ArrayRows pixels(byte[] bytes, int own, int height, int width, int channels) {
        return new ArrayRows(bytes, height, width, own, width * own, own, 1, channels);
    }

    @Override
    public void read(int y, int[] row) {
        int to = 0;
        int from = y * rowStride;
        for (int x = 0; x < width; x++, from += pixelStride) {
            int first = bytes[from] & 0xff;
            if (own == 1) {
                for (int c = 0; c < channels; c++) {
                    row[to++] = first;
                }
                continue;
            }
            int second = bytes[from + channelStride] & 0xff;
            int third = bytes[from + 2 * channelStride] & 0xff;
            if (channels == 1) {
                row[to++] = PixelRows.luma(first, second, third);
            } else {
                row[to++] = first;
                row[to++] = second;
                row[to++] = third;
            }
        }
    }
}
