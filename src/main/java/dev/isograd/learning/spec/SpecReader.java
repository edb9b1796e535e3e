package dev.isograd.learning.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads spec records from a tree of maps, lists, text, numbers and booleans, as any JSON parser makes it.
 *
 * <p>The API reports all wrong fields at once. A wrong field therefore gives null and a problem, and reading continues.
 * {@code docs/decisions.md} compares this reader with a JSON Schema validator.
 */
public final class SpecReader {

    private final SpecProblems problems = new SpecProblems();
    private final ValueReader values = new ValueReader(problems);

    private SpecReader() {}

    /** @throws InvalidSpec if any field is unknown, missing, of the wrong type or out of bounds */
    public static TrainingSpec read(Map<String, ?> tree) {
        return read(TrainingSpec.class, DependentDefaults.complete(tree, null));
    }

    /** As {@link #read(Map)}, for a data set of known size, which the spec must fit. */
    public static TrainingSpec read(Map<String, ?> tree, DatasetSize data) {
        Map<String, ?> completed = DependentDefaults.complete(tree, data);
        SpecReader reader = new SpecReader();
        Object spec = reader.value(TrainingSpec.class, null, completed, "");
        data.check(completed, reader.problems);
        return reader.valid(TrainingSpec.class, spec);
    }

    static <T> T read(Class<T> type, Object tree) {
        SpecReader reader = new SpecReader();
        return reader.valid(type, reader.value(type, null, tree, ""));
    }

    private <T> T valid(Class<T> type, @Nullable Object spec) {
        if (spec == null || problems.count() > 0) {
            throw new InvalidSpec(problems.found());
        }
        return type.cast(spec);
    }

    private @Nullable Object value(Type type, @Nullable Option option, @Nullable Object tree, String pointer) {
        if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0], option, tree, pointer);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed()) {
            return choice(plain, tree, pointer);
        }
        if (plain.isRecord()) {
            return tree instanceof Map<?, ?> fields
                    ? record(plain, fields, pointer)
                    : problems.add(pointer, "must be an object", tree);
        }
        return values.read(plain, Bounds.of(option), tree, pointer);
    }

    private @Nullable Object list(Type element, @Nullable Option option, @Nullable Object tree, String pointer) {
        if (!(tree instanceof List<?> items)) {
            return problems.add(pointer, "must be a list", tree);
        }
        Bounds bounds = Bounds.of(option);
        if (!bounds.contain(items.size())) {
            return problems.add(pointer, "must have %s entries; has %d".formatted(bounds, items.size()));
        }
        int before = problems.count();
        List<@Nullable Object> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            entries.add(value(element, null, items.get(i), pointer + "/" + i));
        }
        if (option != null && option.ascending()) {
            InvalidField.notAscending(pointer, entries)
                    .forEach(problem -> problems.add(problem.pointer(), problem.detail()));
        }
        return problems.count() > before ? null : entries;
    }

    /** Reads one of several records; the field {@code type} names it. */
    private @Nullable Object choice(Class<?> sealed, @Nullable Object tree, String pointer) {
        if (!(tree instanceof Map<?, ?> fields)) {
            return problems.add(pointer, "must be an object with the field type", tree);
        }
        Class<?>[] choices = sealed.getPermittedSubclasses();
        if (!fields.containsKey("type")) {
            return problems.add(pointer + "/type", "is required: one of " + SpecNames.list(choices));
        }
        for (Class<?> choice : choices) {
            if (SpecNames.of(choice).equals(fields.get("type"))) {
                Map<Object, Object> others = new LinkedHashMap<>(fields);
                others.remove("type");
                return record(choice, others, pointer);
            }
        }
        return problems.add(pointer + "/type", "must be one of " + SpecNames.list(choices), fields.get("type"));
    }

    private @Nullable Object record(Class<?> type, Map<?, ?> tree, String pointer) {
        SpecRecord known = SpecRecord.of(type);
        List<String> names = known.names();
        for (Object name : tree.keySet()) {
            if (!names.contains(name)) {
                problems.add(pointer + "/" + escape(String.valueOf(name)), "is not a known field; known are " + names);
            }
        }
        // A record with unknown fields is built all the same, so that checks which need it are not left out.
        int before = problems.count();
        @Nullable Object[] fields = new @Nullable Object[names.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(known.components().get(i), tree, pointer + "/" + names.get(i));
        }
        for (SpecRecord.Checked check : known.checks()) {
            check(check, fields, pointer);
        }
        return problems.count() > before
                ? null
                : invoke(() -> known.constructor().newInstance(fields), pointer);
    }

    private @Nullable Object field(RecordComponent component, Map<?, ?> tree, String pointer) {
        Option option = component.getAnnotation(Option.class);
        Object given = tree.get(component.getName());
        boolean optional = option.defaultValue().equals(Option.ABSENT);
        if (tree.containsKey(component.getName()) && !(optional && given == null)) {
            return value(component.getGenericType(), option, given, pointer);
        }
        if (optional) {
            return null;
        }
        return option.defaultValue().equals(Option.REQUIRED)
                ? problems.add(pointer, "is required")
                : value(component.getGenericType(), option, defaultValue(component), pointer);
    }

    /** The default as the tree that a user would write. */
    static Object defaultValue(RecordComponent component) {
        String text = component.getAnnotation(Option.class).defaultValue();
        Class<?> type = component.getType();
        if (type.isSealed()) {
            return Map.of("type", text);
        }
        if (type.isRecord()) {
            return Map.of();
        }
        if (type == boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == String.class || type.isEnum() ? text : new BigDecimal(text);
    }

    /** Calls a check unless one of the fields that it needs is wrong. */
    private void check(SpecRecord.Checked check, @Nullable Object[] fields, String pointer) {
        @Nullable Object[] needed = check.fields().stream().map(i -> fields[i]).toArray();
        for (int i = 0; i < needed.length; i++) {
            if (needed[i] == null && !check.nullable().get(i)) {
                return;
            }
        }
        invoke(() -> check.method().invoke(null, needed), pointer);
    }

    private @Nullable Object invoke(ReflectiveCall call, String pointer) {
        try {
            return call.invoke();
        } catch (InvocationTargetException thrown) {
            if (!(thrown.getCause() instanceof InvalidField wrong)) {
                throw new IllegalStateException("Could not check " + pointer, thrown.getCause());
            }
            wrong.problems().forEach(problem -> problems.add(pointer + problem.pointer(), problem.detail()));
            return null;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Could not check " + pointer, impossible);
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private interface ReflectiveCall {

        @Nullable
        Object invoke() throws ReflectiveOperationException;
    }
}
