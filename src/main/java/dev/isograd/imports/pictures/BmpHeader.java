package dev.isograd.imports.pictures;

import java.io.IOException;

/** Reads the header and the palette of a bitmap. */
final class BmpHeader {

    private static final int FILE_HEADER = 14;
    private static final int OLD_HEADER = 12;
    private static final int MODERN_HEADER = 40;

    private BmpHeader() {}

    static PictureHeader read(HeaderInput in) throws IOException, BadPicture {
        in.skip(FILE_HEADER);
        int header = in.i32Little();
        boolean old = header == OLD_HEADER;
        if (!old && (header < MODERN_HEADER || header > 1024)) {
            throw new BadPicture("It is a BMP with a header of %d bytes".formatted(header));
        }
        int width = old ? in.u16Little() : in.i32Little();
        // Negative: the rows begin at the top.
        int height = Math.absExact(old ? in.u16Little() : Math.max(in.i32Little(), -Integer.MAX_VALUE));
        in.skip(2);
        int bits = in.u16Little();
        if (bits < 1 || bits > 32) {
            throw new BadPicture("It is a BMP of %d bits per pixel".formatted(bits));
        }
        boolean gray = bits <= 8 && gray(in, header, bits);
        return new PictureHeader(PictureFormat.BMP, height, width, gray, bits <= 8 ? 1 : 4);
    }

    private static boolean gray(HeaderInput in, int header, int bits) throws IOException {
        if (header == OLD_HEADER) {
            return Palette.isGray(in.bytes(3 << bits), 3);
        }
        in.skip(16);
        int used = in.i32Little();
        in.skip(header - 36L);
        int colors = used > 0 && used <= 1 << bits ? used : 1 << bits;
        return Palette.isGray(in.bytes(4 * colors), 4);
    }
}
