package dev.isograd.imports.sources;

import dev.isograd.ShortText;
import dev.isograd.imports.ImportLimits;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the path of a file in a source. The path is only data: no file is ever written under it. */
public final class FileName {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Set<String> SYSTEM_FILES = Set.of("__macosx", "thumbs.db", "desktop.ini");
    private static final int LONGEST_SHOWN = 100;

    private FileName() {}

    /**
     * Returns the path in one form: composed letters (NFC), no leading {@code ./} and no slash at the end.
     *
     * @throws BadSource if the path could lead out of a folder or deceives a reader
     */
    static String checked(String path, ImportLimits limits) {
        String name = Normalizer.normalize(path, Normalizer.Form.NFC);
        if (name.length() > limits.nameLength()) {
            throw refused(path, "has a path of more than %d characters".formatted(limits.nameLength()));
        }
        if (name.codePoints().anyMatch(FileName::isUnsafe)) {
            throw refused(path, "has control characters in its name");
        }
        if (name.indexOf('\\') >= 0) {
            throw refused(path, "has a backslash in its name");
        }
        if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
            throw refused(path, "has an absolute path");
        }
        List<String> parts = parts(path, name);
        if (parts.size() > limits.depth() + 1) {
            throw refused(path, "lies in more than %d folders".formatted(limits.depth()));
        }
        return String.join("/", parts);
    }

    private static List<String> parts(String path, String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw refused(path, "leads out of its folder by ..");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Control characters, halves of characters, and characters that change the direction of text. */
    private static boolean isUnsafe(int character) {
        int type = Character.getType(character);
        boolean turns = (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
        return Character.isISOControl(character)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || turns;
    }

    private static BadSource refused(String path, String why) {
        return new BadSource("%s %s".formatted(shown(path), why));
    }

    /** A name in quotes for a sentence, with a question mark for each control character. */
    public static String shown(String path) {
        String shown = ShortText.of(path, LONGEST_SHOWN);
        StringBuilder safe = new StringBuilder("'");
        shown.codePoints().forEach(c -> safe.appendCodePoint(isUnsafe(c) ? '?' : c));
        return safe.append('\'').toString();
    }

    /** Whether an operating system made the file, or its name or a folder begins with a point. */
    static boolean isHidden(String name) {
        for (String part : name.split("/")) {
            if (part.startsWith(".") || SYSTEM_FILES.contains(part.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** Two names with the same key would be one file on some systems. */
    static String key(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
