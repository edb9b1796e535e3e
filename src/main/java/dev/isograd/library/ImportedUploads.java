package dev.isograd.library;

import dev.isograd.jobs.imports.ImportJobs;
import dev.isograd.uploads.UploadUses;
import java.util.Collection;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Keeps the uploads of imports that are not over. */
@Component
class ImportedUploads implements UploadUses {

    private final ImportJobs jobs;

    ImportedUploads(ImportJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Set<String> used(Collection<String> uploads) {
        return jobs.uploadsInUse(uploads);
    }
}
