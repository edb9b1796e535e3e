package dev.isograd.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds a JSON object to a request record and checks the record's constraints.
 *
 * <p>Jackson stops at the first wrong field. This reader therefore compares the object with the record's components first,
 * notes every unknown field and wrong type, and binds and validates what remains.
 */
@Component
public class JsonBodyReader {

    private final JsonMapper mapper;
    private final Validator validator;

    JsonBodyReader(JsonMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /** Reads an ordinary body, not a merge patch. */
    public <T extends Record> JsonBody<T> read(Map<String, @Nullable Object> json, Class<T> type) {
        return read(json, type, false);
    }

    /**
     * Reads a body.
     *
     * @param isPatch whether the body is a merge patch; the entries of its maps may be null
     * @throws RequestProblem at once if any text cannot be stored: an answer could not quote it either
     */
    <T extends Record> JsonBody<T> read(Map<String, @Nullable Object> json, Class<T> type, boolean isPatch) {
        UnstorableBody.check(json);
        List<FieldProblem> problems = new ArrayList<>();
        T value = mapper.convertValue(fields(json, type, isPatch, problems), type);
        Set<String> found = problems.stream().map(FieldProblem::pointer).collect(Collectors.toSet());
        validator.validate(value).stream()
                .map(JsonBodyReader::problem)
                .filter(problem -> !found.contains(problem.pointer()))
                .sorted((one, other) -> one.pointer().compareTo(other.pointer()))
                .forEach(problems::add);
        return new JsonBody<>(json, value, problems, isPatch);
    }

    /** Returns the fields that can be bound; notes what is wrong with the others. */
    private static Map<String, @Nullable Object> fields(
            Map<String, @Nullable Object> json, Class<?> type, boolean isPatch, List<FieldProblem> problems) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(json);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List<FieldProblem> wrong = new ArrayList<>();
        RecordComponent rest = null;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(OtherFields.class)) {
                rest = component;
            } else if (others.containsKey(component.getName())) {
                fields.put(component.getName(), field(component, others.remove(component.getName()), isPatch, wrong));
            }
        }
        if (rest != null
                && !json.containsKey(rest.getAnnotation(OtherFields.class).unless())) {
            fields.put(rest.getName(), others);
        } else {
            others.keySet().forEach(name -> problems.add(unknown(name, type)));
        }
        problems.addAll(wrong);
        return fields;
    }

    private static FieldProblem unknown(String name, Class<?> type) {
        List<String> known = Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(OtherFields.class))
                .map(RecordComponent::getName)
                .toList();
        return new FieldProblem(
                FieldProblem.pointer(name),
                "is not a known field; " + (known.isEmpty() ? "there are none" : "known are " + known));
    }

    private static @Nullable Object field(
            RecordComponent component, @Nullable Object given, boolean isPatch, List<FieldProblem> problems) {
        String pointer = FieldProblem.pointer(component.getName());
        if (given != null) {
            return component.getGenericType() instanceof ParameterizedType type
                    ? collection(type, given, pointer, isPatch, problems)
                    : value(component.getGenericType(), given, pointer, problems);
        }
        if (component.isAnnotationPresent(Omittable.class)) {
            problems.add(new FieldProblem(pointer, "must not be null; omit it instead"));
        }
        return null;
    }

    /** Returns null after noting a problem. */
    private static @Nullable Object value(
            Type type, @Nullable Object given, String pointer, List<FieldProblem> problems) {
        if (type == Object.class) {
            return given;
        }
        if (type == String.class && given instanceof String || type == Boolean.class && given instanceof Boolean) {
            return given;
        }
        if (type == Double.class && given instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        if (given instanceof Number && (type == Integer.class || type == Long.class)) {
            OptionalLong number = WholeNumbers.read(given);
            if (number.isPresent() && (type == Long.class || number.getAsLong() == (int) number.getAsLong())) {
                return number.getAsLong();
            }
        }
        problems.add(new FieldProblem(pointer, "must be " + describe(type)));
        return null;
    }

    private static @Nullable Object collection(
            ParameterizedType type, Object given, String pointer, boolean isPatch, List<FieldProblem> problems) {
        return type.getRawType() == List.class
                ? list(type.getActualTypeArguments()[0], given, pointer, problems)
                : map(type.getActualTypeArguments()[1], given, pointer, isPatch, problems);
    }

    private static @Nullable Object list(Type type, Object given, String pointer, List<FieldProblem> problems) {
        if (!(given instanceof List<?> list)) {
            problems.add(new FieldProblem(pointer, "must be a list"));
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(value(type, list.get(i), pointer + "/" + i, problems));
        }
        return values;
    }

    private static @Nullable Object map(
            Type type, Object given, String pointer, boolean isPatch, List<FieldProblem> problems) {
        if (!(given instanceof Map<?, ?> map)) {
            problems.add(new FieldProblem(pointer, "must be an object"));
            return null;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            boolean isRemoval = isPatch && value == null;
            values.put(name, isRemoval ? null : value(type, value, pointer + FieldProblem.pointer(name), problems));
        });
        return values;
    }

    private static String describe(Type type) {
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> "text";
            case "Boolean" -> "true or false";
            case "Integer", "Long" -> "a whole number";
            case "Double" -> "a number";
            default -> throw new IllegalArgumentException("Request records cannot have components of " + type);
        };
    }

    private static FieldProblem problem(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            Object place = node.getKey() == null ? node.getIndex() : node.getKey();
            Object key = place == null ? node.getName() : place;
            pointer.append(FieldProblem.pointer(String.valueOf(key)));
        }
        return new FieldProblem(pointer.toString(), violation.getMessage());
    }
}
