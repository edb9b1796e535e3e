package dev.isograd.jobs.web;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.StorableText;
import dev.isograd.http.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what users may write on a job besides its spec, and collects everything wrong with it. */
final class JobFields {

    static final int LONGEST_NAME = 200;

    private static final int MOST_LABELS = 32;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final int LONGEST_LABEL = 256;
    private static final int PRIORITY = 2;
    private static final int MOST_SLOTS = 64;

    private final Map<String, ? extends @Nullable Object> body;
    private final List<FieldProblem> problems = new ArrayList<>();

    JobFields(Map<String, ? extends @Nullable Object> body) {
        this.body = body;
        findUnstorable(body, "");
        if (!problems.isEmpty()) {
            // At once: the other messages would repeat what not even an answer can hold.
            throw JobProblem.invalidSpec(problems);
        }
    }

    List<FieldProblem> problems() {
        return problems;
    }

    void problem(String pointer, String detail) {
        problems.add(new FieldProblem(pointer, detail));
    }

    void refuseUnknown(List<String> known) {
        problems.addAll(UnknownFields.in(body, known));
    }

    /** Where null would read as left out. */
    void refuseNull(String field) {
        if (body.containsKey(field) && body.get(field) == null) {
            problem("/" + field, "must not be null; leave it out to keep what is there");
        }
    }

    @Nullable
    String name() {
        Object given = body.get("name");
        if (given == null) {
            return null;
        }
        String name = given instanceof String text ? text.strip() : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            problem("/name", "must be one line of 1 to %d characters".formatted(LONGEST_NAME));
        }
        return name;
    }

    @Nullable
    Integer priority() {
        Object given = body.get("priority");
        if (given == null) {
            return null;
        }
        if (given instanceof Integer priority && Math.abs(priority) <= PRIORITY) {
            return priority;
        }
        problem("/priority", "must be a whole number between -%d and %d".formatted(PRIORITY, PRIORITY));
        return 0;
    }

    @Nullable
    Integer slots() {
        Object given = body.get("slots");
        if (given == null || given instanceof Integer slots && slots >= 1 && slots <= MOST_SLOTS) {
            return (Integer) given;
        }
        problem("/slots", "must be a whole number between 1 and %d".formatted(MOST_SLOTS));
        return 1;
    }

    /** False where it is not given. */
    boolean flag(String name) {
        Object given = body.get(name);
        if (given != null && !(given instanceof Boolean)) {
            problem("/" + name, "must be true or false");
        }
        return Boolean.TRUE.equals(given);
    }

    @Nullable
    Map<String, String> labels() {
        Object given = body.get("labels");
        if (given == null) {
            return null;
        }
        if (!(given instanceof Map<?, ?> map) || map.size() > MOST_LABELS) {
            problem("/labels", "must be an object of at most %d texts".formatted(MOST_LABELS));
            return Map.of();
        }
        Map<String, String> labels = new TreeMap<>();
        map.forEach((key, value) -> label(String.valueOf(key), value, labels));
        return labels;
    }

    private void label(String key, @Nullable Object value, Map<String, String> labels) {
        String pointer = "/labels" + FieldProblem.pointer(key);
        if (!LABEL.matcher(key).matches()) {
            problem(pointer, "is no label name: 1 to 63 letters, digits, '.', '_', '-' or '/'");
        } else if (value instanceof String text && text.length() <= LONGEST_LABEL) {
            labels.put(key, text);
        } else {
            problem(pointer, "must be text of at most %d characters".formatted(LONGEST_LABEL));
        }
    }

    private void findUnstorable(@Nullable Object tree, String pointer) {
        switch (tree) {
            case String text -> {
                if (!StorableText.isStorable(text)) {
                    problem(pointer, "has a character that cannot be stored: NUL or half a surrogate pair");
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    String field = pointer + FieldProblem.pointer(String.valueOf(key));
                    if (!StorableText.isStorable(String.valueOf(key))) {
                        problem(pointer, "has a field name with NUL or half a surrogate pair");
                    } else {
                        findUnstorable(value, field);
                    }
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    findUnstorable(list.get(i), pointer + "/" + i);
                }
            }
            case null, default -> {}
        }
    }
}
