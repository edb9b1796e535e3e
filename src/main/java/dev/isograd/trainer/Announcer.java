package dev.isograd.trainer;

import dev.isograd.learning.TrainingPosition;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.file.Path;

/** Describes a saved state to the supervisor, after every number that was measured before it. */
record Announcer(TrainingSpec spec, ProgressReporter reporter, String datasetDigest)
        implements StateSaver.Announcement {

    @Override
    public ChildMessage.CheckpointReady of(
            Path file, long bytes, String sha256, TrainingPosition position, SaveReason reason) {
        reporter.flush();
        reporter.paused();
        return new ChildMessage.CheckpointReady(
                file.getFileName().toString(),
                bytes,
                sha256,
                position.epoch(),
                position.step(),
                position.testAccuracy(),
                position.testLoss(),
                reason,
                reporter.spent(),
                ResultMetrics.versions(spec, reporter.outline().platform(), datasetDigest));
    }
}
