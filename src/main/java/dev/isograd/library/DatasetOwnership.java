package dev.isograd.library;

import dev.isograd.access.Ownership;
import dev.isograd.datasets.Datasets;
import org.springframework.stereotype.Component;

/** Tells which data sets a project sees. */
@Component
class DatasetOwnership implements Ownership {

    private final Datasets datasets;

    DatasetOwnership(Datasets datasets) {
        this.datasets = datasets;
    }

    @Override
    public String pattern() {
        return "/api/v1/datasets/{nameOrId}";
    }

    @Override
    public void check(String project, String nameOrId) {
        if (datasets.find(project, nameOrId).isEmpty()) {
            throw DatasetProblem.notFound();
        }
    }
}
