package dev.isograd.imports.pictures;

/** Pixels whose bytes are blue, green and red, as Java's JPEG decoder writes them. */
record ReversedRows(ArrayRows rows) implements PixelRows {

    @Override
    public int height() {
        return rows.height();
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public void read(int y, int[] row) {
        byte[] bytes = rows.bytes();
        int from = y * rows.rowStride();
        for (int x = 0; x < rows.width(); x++, from += rows.pixelStride()) {
            int blue = bytes[from] & 0xff;
            int green = bytes[from + 1] & 0xff;
            int red = bytes[from + 2] & 0xff;
            if (rows.channels() == 1) {
                row[x] = PixelRows.luma(red, green, blue);
            } else {
                row[3 * x] = red;
                row[3 * x + 1] = green;
                row[3 * x + 2] = blue;
            }
        }
    }
}
