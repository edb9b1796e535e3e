package dev.isograd.jobs.web;

import dev.isograd.datasets.Datasets;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Estimates the memory that a device needs for a job, from the shapes of its network and its images. */
@Component
class JobEstimates {

    private final Datasets datasets;

    JobEstimates(Datasets datasets) {
        this.datasets = datasets;
    }

    /** Returns bytes; empty for an unknown data set. */
    Optional<Long> bytes(TrainingSpec spec) {
        return datasets.size(spec.dataset())
                .map(data -> MemoryEstimate.of(spec, data.channels(), data.height(), data.width(), data.classes())
                        .rule()
                        .total());
    }
}
