package dev.isograd.inference;

import dev.isograd.learning.export.ExportFormat;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file name of an export, which tells its format and where the network was cut.
 *
 * @param upTo the module at which the network was cut; null for the whole network
 */
record ExportName(ExportFormat format, @Nullable Integer upTo) {

    private static final Pattern NAME = Pattern.compile("network(?:-module(\\d{1,6}))?\\.([a-z]+)");

    /** Returns empty for the name of another file. */
    static Optional<ExportName> read(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String module = matcher.group(1);
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.ending().equals(matcher.group(2)))
                .findFirst()
                .map(format -> new ExportName(format, module == null ? null : Integer.valueOf(module)));
    }

    @Override
    public String toString() {
        return (upTo == null ? "network" : "network-module" + upTo) + "." + format.ending();
    }
}
