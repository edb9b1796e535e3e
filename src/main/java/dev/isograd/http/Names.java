package dev.isograd.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for all names: readable text on one line, without characters that hide, reorder or imitate others.
 *
 * <p>A name has no control, format, private-use or unassigned characters and no invisible ones. Emoji may contain the
 * joiners and variation selectors of their sequences. Lengths are numbers of Unicode code points.
 */
public final class Names {

    /** Characters that have no form of their own, although their category is that of letters, marks or symbols. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFE00-\\uFE0F\\uFFA0"
                    + "\\x{16FE4}\\x{1D159}\\x{E0100}-\\x{E01EF}]");

    private static final String PICTURE = "\\p{IsExtended_Pictographic}[\\uFE0E\\uFE0F]?\\p{IsEmoji_Modifier}?";

    /** The three flags that are spelled with invisible tags: England, Scotland and Wales. */
    private static final String TAGGED_FLAG = "\\x{1F3F4}\\x{E0067}\\x{E0062}"
            + "(?:\\x{E0065}\\x{E006E}\\x{E0067}|\\x{E0073}\\x{E0063}\\x{E0074}|\\x{E0077}\\x{E006C}\\x{E0073})\\x{E007F}";

    private static final Pattern EMOJI =
            Pattern.compile("%s|[0-9#*]\\uFE0F?\\u20E3|%s(?:\\u200D%s)*".formatted(TAGGED_FLAG, PICTURE, PICTURE));

    private static final int BLANK_BRAILLE = 0x2800;

    private Names() {}

    /** Removes the blanks at both ends, including those that Java does not count as white space. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (start < end && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == BLANK_BRAILLE;
    }

    /**
     * Returns what is wrong with a name, or nothing.
     *
     * @param min smallest number of code points; 0 also allows an empty name
     * @param max largest number of code points
     */
    public static Optional<String> problem(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            return Optional.of("must have %d to %d characters".formatted(min, max));
        }
        if (length > 0 && strip(text).isEmpty()) {
            return Optional.of("must not consist of blanks only");
        }
        return Optional.ofNullable(unreadable(text))
                .map("must be one line without control, invisible or unassigned characters; it contains %s"::formatted);
    }

    /** Returns the code of the first character that a name must not contain, such as U+202E. */
    private static @Nullable String unreadable(String text) {
        String withoutEmoji = EMOJI.matcher(text).replaceAll(" ");
        return text.codePoints()
                .filter(point -> isUnassigned(point) || isUnreadable(point) && withoutEmoji.indexOf(point) >= 0)
                .mapToObj("U+%04X"::formatted)
                .findFirst()
                .orElse(null);
    }

    private static boolean isUnassigned(int point) {
        return Character.getType(point) == Character.UNASSIGNED;
    }

    private static boolean isUnreadable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> INVISIBLE.matcher(Character.toString(point)).matches();
        };
    }
}
