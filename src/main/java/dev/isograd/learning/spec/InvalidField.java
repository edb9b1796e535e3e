package dev.isograd.learning.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown by a spec record's constructor when fields of the right kind do not go together; names each that is wrong. */
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
            throw new InvalidField(pointer, "must be one of %s; got %d".formatted(Arrays.toString(allowed), given));
        }
    }

    static void requireAscending(String pointer, List<Integer> entries) {
        List<SpecProblem> wrong = notAscending(pointer, entries);
        if (!wrong.isEmpty()) {
            throw new InvalidField(wrong);
        }
    }

    /** One for each entry that is below 1 or not above the one before; null stands for an entry that is no number. */
    static List<SpecProblem> notAscending(String pointer, List<? extends @Nullable Object> entries) {
        List<SpecProblem> wrong = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            boolean tooSmall = entries.get(i) instanceof Integer entry
                    && (entry < 1 || (i > 0 && entries.get(i - 1) instanceof Integer before && entry <= before));
            if (tooSmall) {
                wrong.add(new SpecProblem(pointer + "/" + i, "must be 1 or more and larger than the one before"));
            }
        }
        return wrong;
    }

    /** Pointers are relative to the record. */
    List<SpecProblem> problems() {
        return problems;
    }
}
