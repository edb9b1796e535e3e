package dev.isograd.http;

import java.nio.charset.StandardCharsets;

/** Knows which text the database can hold: no NUL, no half of a surrogate pair. */
public final class StorableText {

    private StorableText() {}

    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
    }

    /**
     * What comes nearest to a text from outside that nobody can be told to write differently.
     *
     * @param longest characters that are kept whole; of a longer text half of that is kept, and its length told
     */
    public static String of(String text, int longest) {
        String whole =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        return whole.length() <= longest
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, longest / 2))
                        + " … (%d characters in all)".formatted(whole.length());
    }
}
