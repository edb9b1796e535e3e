package dev.isograd.artifacts;

import java.util.regex.Pattern;

/** Decides which keys are well formed: no key can name a place outside the store. */
final class ArtifactKeys {

    // Each part starts with a letter or digit, so that "..", "." and hidden files cannot be written.
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,11}");

    private ArtifactKeys() {}

    static String check(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "Not an artifact key: parts of letters, digits, '.', '_' and '-', split by '/'");
        }
        return key;
    }

    static String checkPrefix(String prefix) {
        if (!prefix.isEmpty() && !(prefix.endsWith("/") && isKey(prefix.substring(0, prefix.length() - 1)))) {
            throw new IllegalArgumentException(
                    "Not a prefix of artifact keys: whole parts with '/' at the end, or empty");
        }
        return prefix;
    }

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }
}
