package dev.isograd;

import java.text.BreakIterator;
import java.util.Locale;

/** Shortens text between characters as readers see them, so that no emoji or accented letter is cut apart. */
public final class ShortText {

    private static final String ELLIPSIS = "…";

    private ShortText() {}

    /** Returns the text, or its beginning and an ellipsis, in at most the given number of code points. */
    public static String of(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest ? text : beginning(text, longest - 1) + ELLIPSIS;
    }

    /** Returns the longest beginning of whole characters that has at most the given number of code points. */
    public static String beginning(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        int end = text.offsetByCodePoints(0, longest);
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int whole = characters.isBoundary(end) ? end : characters.preceding(end);
        // A single "character" of more marks than the limit is cut between code points.
        return text.substring(0, whole > 0 ? whole : end);
    }
}
