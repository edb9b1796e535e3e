package dev.isograd.imports.pictures;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the segments of a JPEG up to its frame, with the orientation that EXIF gives. */
final class JpegHeader {

    private static final int EXIF = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int LOSSLESS = 0xc3;
    private static final int EXIF_PREFIX = 6;
    private static final int ORIENTATION = 0x0112;

    private JpegHeader() {}

    static PictureHeader read(HeaderInput in) throws IOException, BadPicture {
        in.skip(2);
        int orientation = PictureHeader.UPRIGHT;
        while (true) {
            int marker = marker(in);
            if (marker == START_OF_SCAN || marker == END) {
                throw new BadPicture("It is a JPEG without a frame");
            }
            if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                continue;
            }
            int length = in.u16() - 2;
            if (length < 0) {
                throw new BadPicture("It is a JPEG with a segment of negative length");
            }
            if (isFrame(marker)) {
                return frame(in, marker, orientation);
            }
            if (marker == EXIF) {
                orientation = orientation(in.bytes(length), orientation);
            } else {
                in.skip(length);
            }
        }
    }

    private static int marker(HeaderInput in) throws IOException, BadPicture {
        if (in.u8() != 0xff) {
            throw new BadPicture("It is a JPEG whose segments do not follow each other");
        }
        int marker = in.u8();
        while (marker == 0xff) {
            marker = in.u8();
        }
        return marker;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static PictureHeader frame(HeaderInput in, int marker, int orientation) throws IOException, BadPicture {
        in.skip(1);
        int height = in.u16();
        int width = in.u16();
        int components = in.u8();
        if (components < 1 || components > 4) {
            throw new BadPicture("It is a JPEG with %d components".formatted(components));
        }
        boolean special = components == 4 || components == 2 || marker == LOSSLESS;
        // A decoder keeps the coefficients of a progressive picture, and turns four components into three.
        int pixelBytes = special ? 8 : components;
        return new PictureHeader(PictureFormat.JPEG, height, width, components == 1, orientation, pixelBytes, special);
    }

    private static int orientation(byte[] segment, int before) {
        if (segment.length < EXIF_PREFIX || segment[0] != 'E' || segment[1] != 'x') {
            return before;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, EXIF_PREFIX, segment.length - EXIF_PREFIX)
                .slice();
        try {
            tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            tiff.position(tiff.getInt(4));
            for (int left = tiff.getShort() & 0xffff; left > 0; left--) {
                int entry = tiff.position();
                if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                    int value = tiff.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : before;
                }
                tiff.position(entry + 12);
            }
            return before;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            // Viewers ignore damaged EXIF data too.
            return before;
        }
    }
}
