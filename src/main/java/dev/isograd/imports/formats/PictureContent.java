package dev.isograd.imports.formats;

import dev.isograd.imports.pictures.ArrayRows;
import dev.isograd.imports.pictures.PixelRows;
import java.io.InputStream;

/** A picture as its source has it. */
public sealed interface PictureContent {

    /** A file that must be decoded; the stream ends with the visit. */
    record Encoded(InputStream file) implements PictureContent {}

    /** Pixels of an array. */
    record Pixels(int channels, int height, int width, byte[] bytes, boolean planes) implements PictureContent {

        /** The rows with one channel or three. */
        public PixelRows rows(int wanted) {
            return planes
                    ? ArrayRows.planes(bytes, channels, height, width, wanted)
                    : ArrayRows.pixels(bytes, channels, height, width, wanted);
        }
    }
}
