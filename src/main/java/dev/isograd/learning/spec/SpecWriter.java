package dev.isograd.learning.spec;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes spec records as the tree that {@link SpecReader} reads, with every default. */
public final class SpecWriter {

    private SpecWriter() {}

    public static Map<String, Object> write(TrainingSpec spec) {
        return record(spec);
    }

    /** Writes all fields as text, each by its JSON Pointer. */
    public static SortedMap<String, String> fields(TrainingSpec spec) {
        SortedMap<String, String> fields = new TreeMap<>();
        put(fields, "", write(spec));
        return fields;
    }

    private static void put(SortedMap<String, String> fields, String pointer, Object value) {
        if (value instanceof Map<?, ?> tree) {
            tree.forEach((name, field) -> put(fields, pointer + "/" + name, field));
        } else {
            fields.put(pointer, value.toString());
        }
    }

    private static Map<String, Object> record(Record spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Class<?> parent : spec.getClass().getInterfaces()) {
            if (parent.isSealed()) {
                tree.put("type", SpecNames.of(spec.getClass()));
            }
        }
        for (RecordComponent component : SpecRecord.of(spec.getClass()).components()) {
            Object value = read(spec, component);
            if (value != null) {
                tree.put(component.getName(), plain(value));
            }
        }
        return tree;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Record nested -> record(nested);
            case Enum<?> constant -> SpecNames.of(constant);
            case List<?> list -> List.copyOf(list);
            default -> value;
        };
    }

    private static @Nullable Object read(Record spec, RecordComponent component) {
        try {
            return component.getAccessor().invoke(spec);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Cannot read " + component, impossible);
        }
    }
}
