package dev.isograd.learning.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a spec cannot be read; names every wrong field, not only the first. */
public final class InvalidSpec extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    InvalidSpec(List<SpecProblem> problems) {
        super(problems.stream()
                .map(problem -> problem.pointer() + ": " + problem.detail())
                .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<SpecProblem> problems() {
        return problems;
    }
}
