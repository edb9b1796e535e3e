package dev.isograd.imports.formats;

import org.jspecify.annotations.Nullable;

/**
 * Where the pictures of a group belong after all groups are known.
 *
 * @param problem why they belong nowhere; null if they do
 */
public record Placement(Group group, @Nullable String problem) {

    static Placement in(Group group) {
        return new Placement(group, null);
    }

    static Placement nowhere(Group group, String why) {
        return new Placement(group, why);
    }
}
