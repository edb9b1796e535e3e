package dev.isograd.learning.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes all fields of a spec as JSON Schema with defaults and help texts, derived from the spec records. */
public final class SpecCatalog {

    private SpecCatalog() {}

    /** Networks, heads, rules, optimizers and schedules by type, and the schema of the spec as a whole. */
    public static Map<String, Object> describe() {
        Map<String, Object> catalog = new LinkedHashMap<>();
        catalog.put("networks", choices(NetworkSpec.class));
        catalog.put("heads", choices(HeadSpec.class));
        catalog.put("rules", choices(RuleSpec.class));
        catalog.put("optimizers", choices(OptimizerSpec.class));
        catalog.put("schedules", choices(ScheduleSpec.class));
        catalog.put("spec", object(TrainingSpec.class));
        return catalog;
    }

    private static List<Map<String, Object>> choices(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(SpecCatalog::choice)
                .toList();
    }

    private static Map<String, Object> choice(Class<?> type) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", SpecNames.of(type));
        entry.put("title", help(type).title());
        entry.put("help", help(type).value());
        entry.put("schema", object(type));
        return entry;
    }

    private static Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                properties.put("type", Map.of("const", SpecNames.of(type)));
                required.add("type");
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Option option = component.getAnnotation(Option.class);
            properties.put(component.getName(), property(component, option));
            if (option.defaultValue().equals(Option.REQUIRED)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("title", help(type).title());
        schema.put("description", help(type).value());
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> property(RecordComponent component, Option option) {
        Map<String, Object> schema = new LinkedHashMap<>(kind(component.getGenericType()));
        schema.put("description", option.help());
        putBounds(schema, option);
        if (!option.defaultValue().equals(Option.REQUIRED)
                && !option.defaultValue().equals(Option.ABSENT)) {
            schema.put("default", SpecReader.defaultValue(component));
        }
        return schema;
    }

    private static Map<String, Object> kind(Type type) {
        if (type instanceof ParameterizedType list) {
            return Map.of("type", "array", "items", kind(list.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed()) {
            return Map.of(
                    "oneOf",
                    Arrays.stream(plain.getPermittedSubclasses())
                            .map(SpecCatalog::object)
                            .toList());
        }
        if (plain.isRecord()) {
            return object(plain);
        }
        if (plain.isEnum()) {
            List<String> words = Arrays.stream(plain.getEnumConstants())
                    .map(constant -> SpecNames.of((Enum<?>) constant))
                    .toList();
            return Map.of("type", "string", "enum", words);
        }
        if (plain == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (plain == String.class) {
            return Map.of("type", "string");
        }
        return Map.of("type", plain == double.class ? "number" : "integer");
    }

    private static void putBounds(Map<String, Object> schema, Option option) {
        String suffix = switch (String.valueOf(schema.get("type"))) {
            case "string" -> "Length";
            case "array" -> "Items";
            default -> "";
        };
        String stem = suffix.isEmpty() ? "imum" : suffix;
        if (Double.isFinite(option.min())) {
            schema.put("min" + stem, number(option.min()));
        }
        if (Double.isFinite(option.max())) {
            schema.put("max" + stem, number(option.max()));
        }
    }

    private static Number number(double bound) {
        return bound == Math.rint(bound) ? (Number) (long) bound : (Number) bound;
    }

    private static Help help(Class<?> type) {
        return type.getAnnotation(Help.class);
    }
}
