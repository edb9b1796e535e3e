package dev.isograd.learning.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown by the constructor of a spec record if fields that are valid by themselves contradict each other. */
final class InvalidField extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    /** @param pointer JSON Pointer relative to the record, such as {@code /depth} */
    InvalidField(String pointer, String detail) {
        this(List.of(new SpecProblem(pointer, detail)));
    }

    private InvalidField(List<SpecProblem> problems) {
        super(problems.getFirst().detail());
        this.problems = problems;
    }

    static void requireOneOf(String pointer, int given, Integer... allowed) {
        if (!Arrays.asList(allowed).contains(given)) {
            throw new InvalidField(
                    pointer,
                    "must be one of %s; got %d"
                            .formatted(
                                    Arrays.stream(allowed).map(String::valueOf).collect(Collectors.joining(", ")),
                                    given));
        }
    }

    static void requireAscending(String pointer, List<Integer> entries) {
        List<SpecProblem> wrong = notAscending(pointer, entries);
        if (!wrong.isEmpty()) {
            throw new InvalidField(wrong);
        }
    }

    /** One problem for each entry that is below 1 or not larger than the entry before it; null is an entry that is not a number. */
    static List<SpecProblem> notAscending(String pointer, List<? extends @Nullable Object> entries) {
        List<SpecProblem> wrong = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            boolean tooSmall = entries.get(i) instanceof Integer entry
                    && (entry < 1 || (i > 0 && entries.get(i - 1) instanceof Integer before && entry <= before));
            if (tooSmall) {
                wrong.add(new SpecProblem(pointer + "/" + i, "must be at least 1 and larger than the entry before it"));
            }
        }
        return wrong;
    }

    /** Pointers are relative to the record. */
    List<SpecProblem> problems() {
        return problems;
    }
}
