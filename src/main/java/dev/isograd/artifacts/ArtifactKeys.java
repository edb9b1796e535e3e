package dev.isograd.artifacts;

import java.util.regex.Pattern;

/** Decides which keys are well formed: no key can name a place outside the store. */
final class ArtifactKeys {

    // Each part starts with a letter or digit, so that "..", "." and hidden files cannot be written.
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,11}");

    private ArtifactKeys() {}

    static String check(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "Not an artifact key: parts of letters, digits, '.', '_' and '-', split by '/'");
        }
        return key;
    }
}
