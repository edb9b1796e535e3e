package dev.isograd.jobs.comparisons;

import dev.isograd.access.Ownership;
import org.springframework.stereotype.Component;

/** Tells which comparisons a project has. */
@Component
class ComparisonOwnership implements Ownership {

    private final ComparisonRows rows;

    ComparisonOwnership(ComparisonRows rows) {
        this.rows = rows;
    }

    @Override
    public String pattern() {
        return "/api/v1/comparisons/{id}";
    }

    @Override
    public void check(String project, String id) {
        if (rows.find(project, id).isEmpty()) {
            throw ComparisonProblem.notFound();
        }
    }
}
