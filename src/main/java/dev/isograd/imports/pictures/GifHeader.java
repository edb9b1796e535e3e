package dev.isograd.imports.pictures;

import java.io.IOException;

/** Reads the blocks of a GIF up to its first frame, the only one that is decoded. */
final class GifHeader {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;

    private GifHeader() {}

    static PictureHeader read(HeaderInput in) throws IOException, BadPicture {
        in.skip(6 + 4);
        int flags = in.u8();
        in.skip(2);
        byte[] palette = palette(in, flags);
        int block = in.u8();
        while (block == EXTENSION) {
            in.skip(1);
            for (int length = in.u8(); length > 0; length = in.u8()) {
                in.skip(length);
            }
            block = in.u8();
        }
        if (block != IMAGE) {
            throw new BadPicture("It is a GIF without a frame");
        }
        in.skip(4);
        int width = in.u16Little();
        int height = in.u16Little();
        byte[] own = palette(in, in.u8());
        boolean gray = Palette.isGray(own.length > 0 ? own : palette, 3);
        return new PictureHeader(PictureFormat.GIF, height, width, gray, 1);
    }

    private static byte[] palette(HeaderInput in, int flags) throws IOException {
        boolean present = (flags & 0x80) != 0;
        return in.bytes(present ? 3 << ((flags & 7) + 1) : 0);
    }
}
