package dev.isograd.imports.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A file format of pictures, recognized by the first bytes of a file. */
public enum PictureFormat {
    JPEG("\u00ff\u00d8\u00ff"),
    PNG("\u0089PNG\r\n\u001a\n"),
    GIF("GIF8"),
    WEBP("RIFF"),
    BMP("BM");

    /** So many bytes decide. */
    public static final int PREFIX = 12;

    private static final byte[] WEBP_FOURCC = "WEBP".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] magic;

    PictureFormat(String magic) {
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @param prefix the first {@value #PREFIX} bytes of a file, or all if there are fewer */
    public static Optional<PictureFormat> of(byte[] prefix) {
        return Arrays.stream(values()).filter(format -> format.matches(prefix)).findFirst();
    }

    private boolean matches(byte[] prefix) {
        if (prefix.length < PREFIX || !Arrays.equals(prefix, 0, magic.length, magic, 0, magic.length)) {
            return false;
        }
        return switch (this) {
            case WEBP -> Arrays.equals(prefix, 8, 12, WEBP_FOURCC, 0, 4);
            // Two letters alone also begin texts; the reserved bytes of a bitmap's header are zero.
            case BMP -> prefix[6] == 0 && prefix[7] == 0 && prefix[8] == 0 && prefix[9] == 0;
            case JPEG, PNG, GIF -> true;
        };
    }
}
