package dev.isograd.artifacts;

import java.util.regex.Pattern;

/** Validates artifact keys, so that no key can name a path outside the store. */
final class ArtifactKeys {

    // Each part starts with a letter or digit, which excludes "..", "." and hidden files.
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,11}");

    private ArtifactKeys() {}

    static String check(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "Invalid artifact key: expected parts of letters, digits, '.', '_' and '-', separated by '/'");
        }
        return key;
    }

    static String checkPrefix(String prefix) {
        if (!prefix.isEmpty() && !(prefix.endsWith("/") && isKey(prefix.substring(0, prefix.length() - 1)))) {
            throw new IllegalArgumentException(
                    "Invalid artifact prefix: expected complete key parts that end with '/', or an empty string");
        }
        return prefix;
    }

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }
}
