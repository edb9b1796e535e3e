package dev.isograd.jobs;

import dev.isograd.datasets.ImportSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;

/** The work of a job: a training or an import, with everything that determines it. */
public sealed interface JobWork {

    /** Trains a network. */
    record Training(TrainingSpec spec) implements JobWork {}

    /** Prepares the pictures of a data set. */
    record Import(ImportSpec spec) implements JobWork {}

    /**
     * Reads what {@link #tree} wrote.
     *
     * @throws dev.isograd.learning.spec.InvalidSpec if it is not a training spec
     */
    static JobWork read(JobKind kind, Map<String, Object> tree) {
        return switch (kind) {
            case TRAINING -> new Training(SpecReader.read(tree));
            case IMPORT -> new Import(ImportSpec.read(tree));
        };
    }

    default JobKind kind() {
        return switch (this) {
            case Training _ -> JobKind.TRAINING;
            case Import _ -> JobKind.IMPORT;
        };
    }

    /** Returns the spec as JSON. */
    default Map<String, Object> tree() {
        return switch (this) {
            case Training(TrainingSpec spec) -> SpecWriter.write(spec);
            case Import(ImportSpec spec) -> spec.tree();
        };
    }
}
