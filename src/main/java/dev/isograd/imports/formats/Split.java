package dev.isograd.imports.formats;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The part of a data set that a picture belongs to, as the source says. */
public enum Split {
    /** The source does not say. */
    NONE,
    TRAIN,
    TEST,
    VALIDATION;

    private static final Pattern WORDS = Pattern.compile("[^a-z0-9]+");

    /** The split that a folder of this name holds. */
    static Optional<Split> ofFolder(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(TRAIN);
            case "test", "testing", "t10k" -> Optional.of(TEST);
            case "val", "valid", "validation", "dev" -> Optional.of(VALIDATION);
            default -> Optional.empty();
        };
    }

    /** The split that a word in a path names, such as {@code train-00000-of-00002.parquet}; the last word decides. */
    static Split ofPath(String path) {
        Split found = NONE;
        for (String word : WORDS.split(path.toLowerCase(Locale.ROOT))) {
            found = ofFolder(word).orElse(found);
        }
        return found;
    }
}
