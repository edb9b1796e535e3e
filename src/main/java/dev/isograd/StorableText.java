package dev.isograd;

/** Knows which text the database can hold: no NUL, no half of a surrogate pair. */
public final class StorableText {

    private StorableText() {}

    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
    }
}
