package dev.isograd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Thrown when a body contains text that the database cannot store; names every place. */
final class UnstorableBody extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private UnstorableBody(List<FieldProblem> problems) {
        super(
                HttpStatus.BAD_REQUEST,
                "malformed_body",
                "The body contains NUL or an unpaired surrogate, which cannot be stored.",
                problems);
    }

    static void check(Map<String, @Nullable Object> body) {
        List<FieldProblem> problems = new ArrayList<>();
        find(body, "", problems);
        if (!problems.isEmpty()) {
            throw new UnstorableBody(problems);
        }
    }

    private static void find(@Nullable Object tree, String pointer, List<FieldProblem> problems) {
        switch (tree) {
            case String text -> {
                if (!StorableText.isStorable(text)) {
                    problems.add(new FieldProblem(pointer, "contains NUL or an unpaired surrogate"));
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    String name = String.valueOf(key);
                    if (StorableText.isStorable(name)) {
                        find(value, pointer + FieldProblem.pointer(name), problems);
                    } else {
                        problems.add(new FieldProblem(pointer, "has a field name with NUL or an unpaired surrogate"));
                    }
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    find(list.get(i), pointer + "/" + i, problems);
                }
            }
            case null, default -> {}
        }
    }
}
