package dev.isograd.bench;

import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the benchmark table.
 *
 * @param label the rule's type and the row's other changes to the spec
 * @param spec the complete training spec
 */
record Row(String label, Map<String, Object> spec) {

    /** @param changes fields that replace those of the common spec, among them {@code rule}; the label lists them */
    static Row of(Map<String, ?> common, Map<String, ?> changes) {
        Map<String, Object> spec = new LinkedHashMap<>(common);
        spec.putAll(changes);
        List<String> words = new ArrayList<>();
        changes.forEach((name, value) -> describe(name.equals("rule") ? "" : name, value, words));
        return new Row(String.join(" ", words), spec);
    }

    long estimatedBytes(ImageShape shape) {
        return MemoryEstimate.of(SpecReader.read(spec), shape.channels(), shape.side(), shape.side(), shape.classes())
                .rule()
                .total();
    }

    private static void describe(String name, Object value, List<String> words) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> describe(name.isEmpty() ? key.toString() : name + "." + key, inner, words));
        } else {
            words.add(name.equals("type") ? value.toString() : name + "=" + value);
        }
    }
}
