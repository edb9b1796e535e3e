package dev.isograd.worker.imports;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.ByteQuota;
import dev.isograd.datasets.DatasetFiles;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.datasets.StoredDataset;
import dev.isograd.http.RequestProblem;
import dev.isograd.imports.ImportReport;
import dev.isograd.imports.ImporterProcess;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.queue.ClaimedImport;
import dev.isograd.jobs.queue.JobQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores what an import has prepared, and makes the data set ready. */
@Component
@ConditionalOnRole(Role.WORKER)
public class ImportedFiles {

    /** The report names at most 200 files and 10 000 classes. */
    private static final long LARGEST_REPORT = 16 << 20;

    private final DatasetFiles files;
    private final DatasetFolders folders;
    private final DatasetImports datasets;
    private final JobQueue queue;
    private final ByteQuota quota;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    ImportedFiles(
            DatasetFiles files,
            DatasetFolders folders,
            DatasetImports datasets,
            JobQueue queue,
            ByteQuota quota,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.files = files;
        this.folders = folders;
        this.datasets = datasets;
        this.queue = queue;
        this.quota = quota;
        this.transaction = transaction;
        this.json = json;
    }

    /** The stored files of a data set, and the report of its import. */
    public record Stored(StoredDataset dataset, Map<String, Object> report) {}

    /**
     * Stores the prepared files under their digest.
     *
     * @param folder the attempt's folder
     * @return empty if it was stopped
     * @throws NoRoom if the quota of the project leaves no room
     * @throws IOException if the import has not prepared what its manifest says
     */
    public Optional<Stored> store(ClaimedImport job, Path folder, BooleanSupplier shouldStop) throws IOException {
        Path prepared = folder.resolve(ImporterProcess.DATASET);
        Map<String, Object> report = report(prepared.resolve(ImportReport.FILE));
        try {
            StoredDataset stored = files.check(prepared);
            requireRoom(job.project(), stored.bytes());
            files.store(job.project(), job.spec().datasetId(), prepared, stored, shouldStop);
            folders.keep(stored, prepared);
            return Optional.of(new Stored(stored, report));
        } catch (CancellationException stopped) {
            return Optional.empty();
        }
    }

    private void requireRoom(String project, long bytes) {
        try {
            transaction.executeWithoutResult(status -> quota.check(project, bytes));
        } catch (RequestProblem exceeded) {
            throw new NoRoom(String.valueOf(exceeded.getBody().getDetail()));
        }
    }

    private Map<String, Object> report(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST_REPORT) {
            throw new IOException("The import left no usable report");
        }
        return json.readValue(file, new TypeReference<>() {});
    }

    /** Ends the job and makes its data set ready, both or neither. */
    @Transactional
    public void commit(ClaimedImport job, Stored stored) {
        ImportSpec spec = job.spec();
        queue.succeed(
                job.attempt(),
                Map.of(
                        "dataset",
                        spec.dataset(),
                        "datasetDigest",
                        stored.dataset().digest()));
        if (!datasets.ready(spec.datasetId(), job.attempt().job(), stored.dataset(), stored.report())) {
            throw new AttemptSuperseded(job.attempt());
        }
    }
}
