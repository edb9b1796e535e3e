package dev.isograd.jobs.retention;

import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.StoredArtifact;
import java.time.Instant;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Deletes the files and rows of deleted jobs that can no longer be restored. */
@Component
class JobPurge {

    private final EndedJobs jobs;
    private final ArtifactStore artifacts;
    private final RetentionAudit audit;
    private final RetentionProperties settings;
    private final DatabaseClock clock;

    JobPurge(
            EndedJobs jobs,
            ArtifactStore artifacts,
            RetentionAudit audit,
            RetentionProperties settings,
            DatabaseClock clock) {
        this.jobs = jobs;
        this.artifacts = artifacts;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** The files first: rows without files are found again, but files without rows would stay for ever. */
    void purge() {
        Instant before = clock.now().minus(settings.restorable());
        for (EndedJobs.Purged job : jobs.purge(before, settings.mostJobs())) {
            String folder = "projects/%s/jobs/%s/".formatted(job.project(), job.id());
            try (Stream<StoredArtifact> files = artifacts.list(folder)) {
                files.map(StoredArtifact::key).toList().forEach(artifacts::delete);
            }
            jobs.remove(job.id());
            audit.purged(job);
        }
    }
}
