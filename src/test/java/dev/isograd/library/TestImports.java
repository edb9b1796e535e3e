package dev.isograd.library;

import dev.isograd.Ids;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetFiles;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.datasets.StoredDataset;
import dev.isograd.datasets.TinyDataset;
import dev.isograd.jobs.imports.ImportJobs;
import dev.isograd.jobs.queue.ClaimedImport;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Orders imports in tests without a source, and ends them like a worker. */
public class TestImports {

    private static final long MEMORY = 1 << 20;

    private final ImportJobs jobs;
    private final DatasetImports datasets;
    private final DatasetFiles files;
    private final JobQueue queue;
    private final TransactionTemplate transaction;
    private final Ids ids;

    TestImports(
            ImportJobs jobs,
            DatasetImports datasets,
            DatasetFiles files,
            JobQueue queue,
            TransactionTemplate transaction,
            Ids ids) {
        this.jobs = jobs;
        this.datasets = datasets;
        this.files = files;
        this.queue = queue;
        this.transaction = transaction;
        this.ids = ids;
    }

    /** An ordered import. */
    public record Ordered(String dataset, String id, String job) {}

    public Ordered order(Caller caller, String name) {
        return transaction.execute(status -> {
            int version = datasets.nextVersion(caller.project(), name);
            ImportSpec spec = new ImportSpec(
                    name + "@" + version,
                    ids.next("ds"),
                    name,
                    "",
                    Map.of("folder", "/nowhere"),
                    "auto",
                    null,
                    null,
                    null,
                    null,
                    null,
                    1,
                    new ImportSpec.Limits(10, MEMORY),
                    "cpu");
            String job = jobs.submit(caller, spec);
            datasets.begin(caller.project(), name, version, spec, job);
            return new Ordered(spec.dataset(), spec.datasetId(), job);
        });
    }

    public ClaimedImport claim() {
        return (ClaimedImport) queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
    }

    /** Imports a tiny data set of eight pictures for training and four for testing. */
    public Ordered ready(Caller caller, String name) {
        Ordered ordered = order(caller, name);
        succeed(caller, claim());
        return ordered;
    }

    public void succeed(Caller caller, ClaimedImport job) {
        try {
            Path folder = Files.createTempDirectory("import");
            try {
                Path prepared = TinyDataset.write(folder.resolve("dataset"), "pets", 8, 4, 0);
                StoredDataset stored = files.check(prepared);
                files.store(caller.project(), job.spec().datasetId(), prepared, stored, () -> false);
                transaction.executeWithoutResult(status -> {
                    queue.succeed(job.attempt(), Map.of());
                    datasets.ready(
                            job.spec().datasetId(), job.attempt().job(), stored, Map.of("bytes", stored.bytes()));
                });
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
