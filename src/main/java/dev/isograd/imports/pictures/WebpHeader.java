package dev.isograd.imports.pictures;

import java.io.IOException;

/** Reads the chunks of a WebP up to its first frame. */
final class WebpHeader {

    private static final int VP8 = 0x20385056;
    private static final int VP8L = 0x4c385056;
    private static final int VP8X = 0x58385056;
    private static final int ANMF = 0x464d4e41;
    private static final int FRAME_HEADER = 16;
    private static final int LOSSLESS_SIGNATURE = 0x2f;

    private final HeaderInput in;
    private int height;
    private int width;

    private WebpHeader(HeaderInput in) {
        this.in = in;
    }

    static PictureHeader read(HeaderInput in) throws IOException, BadPicture {
        in.skip(PictureFormat.PREFIX);
        WebpHeader header = new WebpHeader(in);
        header.readChunks();
        // The decoder written in Java keeps planes beside the pixels.
        return new PictureHeader(PictureFormat.WEBP, header.height, header.width, false, 8);
    }

    private void readChunks() throws IOException, BadPicture {
        while (true) {
            int chunk = in.i32Little();
            long length = in.i32Little() & 0xffffffffL;
            switch (chunk) {
                case VP8 -> {
                    lossy();
                    return;
                }
                case VP8L -> {
                    lossless();
                    return;
                }
                case VP8X -> {
                    in.skip(4);
                    grow(in.u24Little() + 1, in.u24Little() + 1);
                    in.skip(length + (length & 1) - 10);
                }
                // A frame of an animation contains the chunks of a picture.
                case ANMF -> in.skip(FRAME_HEADER);
                default -> in.skip(length + (length & 1));
            }
        }
    }

    private void lossy() throws IOException, BadPicture {
        in.skip(3);
        if (in.u24Little() != 0x2a019d) {
            throw new BadPicture("It is a WebP without a key frame");
        }
        grow(in.u16Little() & 0x3fff, in.u16Little() & 0x3fff);
    }

    private void lossless() throws IOException, BadPicture {
        if (in.u8() != LOSSLESS_SIGNATURE) {
            throw new BadPicture("It is a WebP without its signature");
        }
        int bits = in.i32Little();
        grow((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
    }

    /** A frame may contradict the canvas; the decoder needs memory for the larger one. */
    private void grow(int canvasWidth, int canvasHeight) {
        width = Math.max(width, canvasWidth);
        height = Math.max(height, canvasHeight);
    }
}
