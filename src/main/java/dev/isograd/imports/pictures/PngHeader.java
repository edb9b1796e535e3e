package dev.isograd.imports.pictures;

import java.io.IOException;

/** Reads the chunks of a PNG up to its palette or its pixels. */
final class PngHeader {

    private static final long IHDR = 0x49484452;
    private static final long PLTE = 0x504c5445;
    private static final long IDAT = 0x49444154;
    private static final int MOST_PALETTE_BYTES = 768;

    private PngHeader() {}

    static PictureHeader read(HeaderInput in) throws IOException, BadPicture {
        in.skip(8);
        if (in.u32() != 13 || in.u32() != IHDR) {
            throw new BadPicture("It is a PNG that does not begin with its header");
        }
        long width = in.u32();
        long height = in.u32();
        int depth = in.u8();
        int type = in.u8();
        in.skip(3 + 4);
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new BadPicture("Its header says %d x %d pixels".formatted(width, height));
        }
        int samples = samples(type);
        boolean gray = type == 0 || type == 4 || (type == 3 && grayPalette(in));
        return new PictureHeader(PictureFormat.PNG, (int) height, (int) width, gray, samples * (depth > 8 ? 2 : 1));
    }

    private static int samples(int type) throws BadPicture {
        return switch (type) {
            case 0, 3 -> 1;
            case 4 -> 2;
            case 2 -> 4;
            case 6 -> 4;
            default -> throw new BadPicture("It is a PNG of the unknown color type " + type);
        };
    }

    private static boolean grayPalette(HeaderInput in) throws IOException, BadPicture {
        while (true) {
            long length = in.u32();
            long chunk = in.u32();
            if (chunk == IDAT) {
                throw new BadPicture("It is a PNG without its palette");
            }
            if (chunk == PLTE) {
                if (length > MOST_PALETTE_BYTES) {
                    throw new BadPicture("It is a PNG with a palette of %d bytes".formatted(length));
                }
                return Palette.isGray(in.bytes((int) length), 3);
            }
            in.skip(length + 4);
        }
    }
}
