package dev.isograd.datasets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What users call a data set: a name or an id, with or without a version.
 *
 * @param version null for the newest
 */
record DatasetName(String name, @Nullable Integer version) {

    /** The beginning of ids, which no name may have. */
    private static final String ID = "ds_";

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final Pattern REFERENCE = Pattern.compile("(%s)(?:@([1-9][0-9]{0,8}))?".formatted(NAME));

    /** Returns empty for text that no data set can be called. */
    static Optional<DatasetName> of(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(2);
        return Optional.of(new DatasetName(matcher.group(1), version == null ? null : Integer.valueOf(version)));
    }

    static boolean isName(String text) {
        return text.matches(NAME) && !text.startsWith(ID);
    }
}
