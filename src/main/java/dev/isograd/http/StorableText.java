package dev.isograd.http;

import dev.isograd.ShortText;
import java.nio.charset.StandardCharsets;

/** Checks whether the database can store a text, which excludes NUL and unpaired surrogates. */
public final class StorableText {

    private StorableText() {}

    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
    }

    /**
     * Returns the closest text that can be stored, for text whose source cannot be asked to correct it.
     *
     * @param longest largest length that is kept as a whole; a longer text is cut to half of it, with a note of its length
     */
    public static String of(String text, int longest) {
        String whole =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        int length = whole.codePointCount(0, whole.length());
        return length <= longest
                ? whole
                : ShortText.beginning(whole, longest / 2) + " … (%d characters in total)".formatted(length);
    }
}
