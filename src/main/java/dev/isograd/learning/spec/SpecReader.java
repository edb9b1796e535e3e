package dev.isograd.learning.spec;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads spec records from a tree of maps, lists, text, numbers and booleans, as any JSON parser makes it.
 *
 * <p>Our own because binding libraries stop at the first wrong field, and the API names all of them at once.
 */
public final class SpecReader {

    private final List<SpecProblem> problems = new ArrayList<>();

    private SpecReader() {}

    /** @throws InvalidSpec if any field is unknown, missing, of the wrong type or out of bounds */
    public static TrainingSpec read(Map<String, ?> tree) {
        return read(TrainingSpec.class, SingleLayerModules.withDefaultHead(tree));
    }

    static <T> T read(Class<T> type, Object tree) {
        SpecReader reader = new SpecReader();
        Object value = reader.value(type, null, tree, "");
        if (value == null || !reader.problems.isEmpty()) {
            throw new InvalidSpec(reader.problems);
        }
        return type.cast(value);
    }

    /** Returns null after noting a problem; the caller goes on so that later fields are checked too. */
    private @Nullable Object value(Type type, @Nullable Option option, @Nullable Object tree, String pointer) {
        if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0], option, tree, pointer);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed()) {
            return choice(plain, tree, pointer);
        }
        if (plain.isRecord()) {
            return tree instanceof Map<?, ?> map
                    ? record(plain, map, pointer)
                    : wrong(pointer, "must be an object", tree);
        }
        if (plain.isEnum()) {
            return word(plain, tree, pointer);
        }
        if (plain == boolean.class) {
            return tree instanceof Boolean ? tree : wrong(pointer, "must be true or false", tree);
        }
        if (plain == String.class) {
            return text(option, tree, pointer);
        }
        return number(plain, option, tree, pointer);
    }

    private @Nullable Object choice(Class<?> sealed, @Nullable Object tree, String pointer) {
        if (!(tree instanceof Map<?, ?> map)) {
            return wrong(pointer, "must be an object with a type", tree);
        }
        Class<?>[] choices = sealed.getPermittedSubclasses();
        if (!map.containsKey("type")) {
            return problem(pointer + "/type", "is required; one of " + SpecNames.list(choices));
        }
        for (Class<?> choice : choices) {
            if (SpecNames.of(choice).equals(map.get("type"))) {
                return record(choice, without(map, "type"), pointer);
            }
        }
        return wrong(pointer + "/type", "must be one of " + SpecNames.list(choices), map.get("type"));
    }

    private @Nullable Object record(Class<?> type, Map<?, ?> tree, String pointer) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Object name : tree.keySet()) {
            if (!known.contains(name)) {
                problem(pointer + "/" + escape(String.valueOf(name)), "is not a known field; known are " + known);
            }
        }
        // A field too many keeps nothing else from being checked; what is made is handed out only without problems.
        int before = problems.size();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(components[i], tree, pointer + "/" + components[i].getName());
        }
        for (Method method : type.getDeclaredMethods()) {
            Check check = method.getAnnotation(Check.class);
            if (check != null) {
                check(method, fields(check, known, arguments), pointer);
            }
        }
        return problems.size() > before ? null : construct(type, arguments, pointer);
    }

    private static @Nullable Object[] fields(Check check, List<String> known, @Nullable Object[] arguments) {
        return Arrays.stream(check.value())
                .map(name -> arguments[known.indexOf(name)])
                .toArray();
    }

    /** Leaves out a check of fields that are wrong themselves. */
    private void check(Method method, @Nullable Object[] fields, String pointer) {
        AnnotatedType[] parameters = method.getAnnotatedParameterTypes();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == null && !parameters[i].isAnnotationPresent(Nullable.class)) {
                return;
            }
        }
        try {
            method.invoke(null, fields);
        } catch (InvocationTargetException thrown) {
            note(thrown, pointer);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("Cannot call " + method, impossible);
        }
    }

    private @Nullable Object component(RecordComponent component, Map<?, ?> tree, String pointer) {
        Option option = component.getAnnotation(Option.class);
        if (tree.containsKey(component.getName()) && !isAbsent(option, tree.get(component.getName()))) {
            return value(component.getGenericType(), option, tree.get(component.getName()), pointer);
        }
        return switch (option.defaultValue()) {
            case Option.REQUIRED -> problem(pointer, "is required");
            case Option.ABSENT -> null;
            default ->
                value(
                        component.getGenericType(),
                        option,
                        defaultValue(component.getType(), option.defaultValue()),
                        pointer);
        };
    }

    private static boolean isAbsent(Option option, @Nullable Object given) {
        return given == null && option.defaultValue().equals(Option.ABSENT);
    }

    /** The default as the tree a user would have written. */
    static Object defaultValue(Class<?> type, String defaultValue) {
        if (type.isSealed()) {
            return Map.of("type", defaultValue);
        }
        if (type.isRecord()) {
            return Map.of();
        }
        if (type == boolean.class) {
            return Boolean.valueOf(defaultValue);
        }
        return type == String.class || type.isEnum() ? defaultValue : new BigDecimal(defaultValue);
    }

    private @Nullable Object construct(Class<?> type, @Nullable Object[] arguments, String pointer) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            return note(thrown, pointer);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("No canonical constructor in " + type, impossible);
        }
    }

    private @Nullable Object note(InvocationTargetException thrown, String pointer) {
        if (!(thrown.getCause() instanceof InvalidField wrong)) {
            throw new IllegalStateException("A check of " + pointer + " failed", thrown.getCause());
        }
        wrong.problems().forEach(problem -> problem(pointer + problem.pointer(), problem.detail()));
        return null;
    }

    private @Nullable Object word(Class<?> type, @Nullable Object tree, String pointer) {
        for (Object constant : type.getEnumConstants()) {
            if (SpecNames.of((Enum<?>) constant).equals(tree)) {
                return constant;
            }
        }
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> SpecNames.of((Enum<?>) constant))
                .collect(Collectors.joining(", "));
        return wrong(pointer, "must be one of " + words, tree);
    }

    private @Nullable Object text(@Nullable Option option, @Nullable Object tree, String pointer) {
        if (!(tree instanceof String text)) {
            return wrong(pointer, "must be text", tree);
        }
        return withinBounds(text.length(), option)
                ? text
                : problem(pointer, "must have " + bounds(option) + " characters; has " + text.length());
    }

    private @Nullable Object list(Type element, @Nullable Option option, @Nullable Object tree, String pointer) {
        if (!(tree instanceof List<?> items)) {
            return wrong(pointer, "must be a list", tree);
        }
        if (!withinBounds(items.size(), option)) {
            return problem(pointer, "must have " + bounds(option) + " entries; has " + items.size());
        }
        int before = problems.size();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            values.add(value(element, null, items.get(i), pointer + "/" + i));
        }
        if (option != null && option.ascending()) {
            problems.addAll(InvalidField.notAscending(pointer, values));
        }
        return problems.size() > before ? null : values;
    }

    private @Nullable Object number(Class<?> type, @Nullable Option option, @Nullable Object tree, String pointer) {
        boolean whole = type != double.class;
        if (!(tree instanceof Number given) || !isFinite(given)) {
            return wrong(pointer, whole ? "must be a whole number" : "must be a number", tree);
        }
        BigDecimal number = new BigDecimal(given.toString());
        // The scale guards toBigInteger below against 1e999999999.
        if (Math.abs((long) number.scale() - number.precision()) > 400 || !withinBounds(number.doubleValue(), option)) {
            return problem(pointer, "must be " + bounds(option) + "; got " + shorten(given));
        }
        if (!whole) {
            return number.doubleValue();
        }
        try {
            return type == long.class ? (Object) number.longValueExact() : (Object) number.intValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            return wrong(pointer, "must be a whole number", tree);
        }
    }

    private static boolean isFinite(Number given) {
        return !(given instanceof Double || given instanceof Float) || Double.isFinite(given.doubleValue());
    }

    private static boolean withinBounds(double value, @Nullable Option option) {
        return option == null || (value >= option.min() && value <= option.max());
    }

    private static String bounds(@Nullable Option option) {
        if (option == null || (Double.isInfinite(option.min()) && Double.isInfinite(option.max()))) {
            return "of ordinary size";
        }
        if (Double.isInfinite(option.max())) {
            return "at least " + plain(option.min());
        }
        return Double.isInfinite(option.min())
                ? "at most " + plain(option.max())
                : "between " + plain(option.min()) + " and " + plain(option.max());
    }

    private static String plain(double bound) {
        return new BigDecimal(bound).stripTrailingZeros().precision() > 17
                ? Double.toString(bound)
                : BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private @Nullable Object wrong(String pointer, String rule, @Nullable Object got) {
        return problem(pointer, rule + "; got " + shorten(got));
    }

    private static String shorten(@Nullable Object got) {
        String text = got instanceof String ? "\"" + got + "\"" : String.valueOf(got);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private @Nullable Object problem(String pointer, String detail) {
        problems.add(new SpecProblem(pointer, detail));
        return null;
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Map<?, ?> without(Map<?, ?> map, String key) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove(key);
        return rest;
    }
}
