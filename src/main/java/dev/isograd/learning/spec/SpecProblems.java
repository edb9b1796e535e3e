package dev.isograd.learning.spec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the wrong fields of one spec. */
final class SpecProblems {

    private static final int LONGEST_QUOTE = 60;

    private final List<SpecProblem> found = new ArrayList<>();

    /** Returns null, which stands for the value of a wrong field. */
    @Nullable
    Object add(String pointer, String detail) {
        found.add(new SpecProblem(pointer, detail));
        return null;
    }

    /** Adds a problem whose detail quotes the given value. */
    @Nullable
    Object add(String pointer, String detail, @Nullable Object given) {
        return add(pointer, detail + "; got " + quote(given));
    }

    boolean contain(String pointer) {
        return found.stream().anyMatch(problem -> problem.pointer().equals(pointer));
    }

    int count() {
        return found.size();
    }

    List<SpecProblem> found() {
        return found;
    }

    private static String quote(@Nullable Object given) {
        String text = given instanceof String ? "\"" + given + "\"" : String.valueOf(given);
        return text.codePointCount(0, text.length()) <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
}
