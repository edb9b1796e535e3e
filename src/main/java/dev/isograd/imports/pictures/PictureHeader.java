package dev.isograd.imports.pictures;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * What the header of a picture says before anything is decoded.
 *
 * @param height number of rows as stored, before the orientation is applied
 * @param gray whether the picture certainly has no colors
 * @param orientation how EXIF turns the picture, from 1 to 8; 1 leaves it
 * @param pixelBytes bytes of one decoded pixel
 * @param special whether only the decoder for rare kinds reads it
 */
public record PictureHeader(
        PictureFormat format, int height, int width, boolean gray, int orientation, int pixelBytes, boolean special) {

    static final int UPRIGHT = 1;
    private static final int FIRST_TRANSPOSED = 5;

    PictureHeader(PictureFormat format, int height, int width, boolean gray, int pixelBytes) {
        this(format, height, width, gray, UPRIGHT, pixelBytes, false);
    }

    /** Reads as much of a file as its header needs. */
    public static PictureHeader read(InputStream file) throws IOException, BadPicture {
        byte[] prefix = file.readNBytes(PictureFormat.PREFIX);
        PictureFormat format = PictureFormat.of(prefix)
                .orElseThrow(() ->
                        new BadPicture(prefix.length == 0 ? "It is empty" : "It is not a PNG, JPEG, WebP, GIF or BMP"));
        HeaderInput in = new HeaderInput(new SequenceInputStream(new ByteArrayInputStream(prefix), file));
        PictureHeader header;
        try {
            header = switch (format) {
                case JPEG -> JpegHeader.read(in);
                case PNG -> PngHeader.read(in);
                case GIF -> GifHeader.read(in);
                case WEBP -> WebpHeader.read(in);
                case BMP -> BmpHeader.read(in);
            };
        } catch (EOFException end) {
            throw new BadPicture("It ends within its header", end);
        }
        if (header.height < 1 || header.width < 1) {
            throw new BadPicture("Its header says %d x %d pixels".formatted(header.width, header.height));
        }
        return header;
    }

    public static PictureHeader read(byte[] file) throws BadPicture {
        try {
            return read(new ByteArrayInputStream(file));
        } catch (IOException impossible) {
            throw new IllegalStateException("An array can always be read", impossible);
        }
    }

    /** Whether the orientation swaps height and width. */
    public boolean transposed() {
        return orientation >= FIRST_TRANSPOSED;
    }

    public int uprightHeight() {
        return transposed() ? width : height;
    }

    public int uprightWidth() {
        return transposed() ? height : width;
    }

    public long pixels() {
        return (long) height * width;
    }

    /** Estimate of the heap that decoding takes. */
    public long decodedBytes() {
        return pixels() * pixelBytes;
    }

    /** Refuses a picture that is too large to be decoded. */
    public void check(long mostPixels, int longestSide) throws BadPicture {
        if (height > longestSide || width > longestSide || pixels() > mostPixels) {
            throw new BadPicture("Its %d x %d pixels exceed the limit of %d pixels and %d on one side"
                    .formatted(width, height, mostPixels, longestSide));
        }
    }
}
