package dev.isograd.accounts;

import dev.isograd.FieldProblem;
import java.util.List;
import java.util.Map;

/** Finds fields of a body that nobody reads. */
final class UnknownFields {

    private UnknownFields() {}

    static List<FieldProblem> in(Map<String, ?> body, String... known) {
        List<String> names = List.of(known);
        return body.keySet().stream()
                .filter(name -> !names.contains(name))
                .map(name -> new FieldProblem(
                        "/" + name.replace("~", "~0").replace("/", "~1"), "is not a known field; known are " + names))
                .toList();
    }
}
