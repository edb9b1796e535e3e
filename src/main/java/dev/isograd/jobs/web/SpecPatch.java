package dev.isograd.jobs.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes to a spec as JSON: a merge patch (RFC 7396), with one difference. A change of {@code type} replaces the
 * object, because the options of one rule or network do not apply to another.
 */
public final class SpecPatch {

    private SpecPatch() {}

    /** Returns a changed copy; a null in the patch removes a field. */
    public static Map<String, @Nullable Object> apply(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put(Objects.toString(name), value));
        patch.forEach((key, value) -> {
            String name = Objects.toString(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> changes && !isOtherType(merged.get(name), changes)) {
                merged.put(name, apply(merged.get(name) instanceof Map<?, ?> old ? old : Map.of(), changes));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static boolean isOtherType(@Nullable Object old, Map<?, ?> changes) {
        return old instanceof Map<?, ?> map
                && changes.get("type") != null
                && !Objects.equals(changes.get("type"), map.get("type"));
    }
}
