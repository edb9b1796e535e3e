package dev.isograd.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a body that nobody reads: what was meant by them would be lost without a word. */
public final class UnknownFields {

    private UnknownFields() {}

    public static List<FieldProblem> in(Map<String, ? extends @Nullable Object> body, List<String> known) {
        String others = known.isEmpty() ? "there are none" : "known are " + known;
        return body.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldProblem(FieldProblem.pointer(name), "is not a known field; " + others))
                .toList();
    }
}
