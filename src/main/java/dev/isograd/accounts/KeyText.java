package dev.isograd.accounts;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code isg_<public id>_<256 random bits><checksum>}.
 *
 * <p>The checksum detects typing errors without a database query.
 */
record KeyText(String text, String publicId) {

    static final String PREFIX = "isg_";

    private static final Pattern FORM = Pattern.compile("isg_([0-9a-f]{16})_[0-9a-f]{64}[0-9a-f]{8}");
    private static final int SUM_LETTERS = 8;

    static KeyText random(SecureRandom random) {
        String publicId = hex(random, 8);
        String body = PREFIX + publicId + "_" + hex(random, 32);
        return new KeyText(body + sum(body), publicId);
    }

    static Optional<KeyText> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int end = text.length() - SUM_LETTERS;
        return sum(text.substring(0, end)).equals(text.substring(end))
                ? Optional.of(new KeyText(text, match.group(1)))
                : Optional.empty();
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private static String sum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Override
    public String toString() {
        return PREFIX + publicId + "_…";
    }
}
