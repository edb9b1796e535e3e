package dev.isograd.jobs.web;

import dev.isograd.datasets.Datasets;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Estimates the memory that a device needs for a job, from the shapes of its network and its images. */
@Component
class JobEstimates {

    private final Datasets datasets;
    private final Estimates estimates;

    JobEstimates(Datasets datasets, Estimates estimates) {
        this.datasets = datasets;
        this.estimates = estimates;
    }

    /**
     * Returns bytes; empty for a training on an unknown data set.
     *
     * @param slots devices of the job; on several GPUs, each takes some of the lanes
     */
    Optional<Long> bytes(String project, JobWork work, int slots) {
        return switch (work) {
            case JobWork.Training(TrainingSpec spec) -> bytes(project, spec, slots);
            case JobWork.Import(ImportSpec spec) -> Optional.of(spec.limits().memoryBytes());
        };
    }

    private Optional<Long> bytes(String project, TrainingSpec spec, int slots) {
        // The slots of a CPU share one memory. What is to run on a CPU is known only once it is claimed.
        int devices = spec.device() == TrainingSpec.Device.GPU ? slots : 1;
        return datasets.size(project, spec.dataset())
                .map(data -> estimates.of(spec, data).rule().largestOf(devices));
    }
}
