package dev.isograd.library;

import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.datasets.DatasetFiles;
import dev.isograd.datasets.DatasetImports;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes the files of versions that are deleted or failed, where the store was away when that happened. */
@Component
class LeftoverFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverFiles.class);

    /** Older versions have been looked at many times. */
    private static final Duration LOOKED_AT = Duration.ofDays(7);

    private final DatasetImports imports;
    private final DatasetFiles files;
    private final TransactionTemplate transaction;

    LeftoverFiles(DatasetImports imports, DatasetFiles files, TransactionTemplate transaction) {
        this.imports = imports;
        this.files = files;
        this.transaction = transaction;
    }

    @Scheduled(
            fixedDelayString = "${isograd.checkpoints.orphan-sweep-interval}",
            initialDelayString = "${isograd.checkpoints.orphan-sweep-interval}")
    void sweep() {
        try {
            transaction
                    .execute(status -> imports.withoutPictures(LOOKED_AT))
                    .forEach(version -> transaction.executeWithoutResult(status -> deleteFiles(version)));
        } catch (DataAccessException | TransactionException | ArtifactStoreUnavailable unreachable) {
            LOG.warn("The sweep of data sets failed and will be retried: {}", unreachable.getMessage());
        }
    }

    /** A retry of the import waits for the row's lock, so that it never stores what is deleted here. */
    private void deleteFiles(DatasetImports.Gone version) {
        if (imports.lockWithoutPictures(version.id())) {
            files.delete(version.project(), version.id());
        }
    }
}
