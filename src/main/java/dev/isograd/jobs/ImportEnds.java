package dev.isograd.jobs;

import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.DatasetVersion;
import dev.isograd.datasets.ImportSpec;
import org.springframework.stereotype.Component;

/** Marks a data set as failed when its import ends without success, in the same transaction. */
@Component
class ImportEnds {

    private final DatasetImports datasets;

    ImportEnds(DatasetImports datasets) {
        this.datasets = datasets;
    }

    /** Called after every change of a job's state; the worker marks data sets as ready. */
    void note(Job job) {
        boolean hasFailed = job.state() == JobState.FAILED || job.state() == JobState.CANCELLED;
        JobReason reason = job.reason();
        switch (job.kind()) {
            case TRAINING -> {}
            case IMPORT -> {
                if (hasFailed && reason != null) {
                    datasets.failed(
                            ImportSpec.read(job.spec()).datasetId(),
                            job.id(),
                            new DatasetVersion.Reason(reason.code().name(), reason.message()));
                }
            }
        }
    }
}
