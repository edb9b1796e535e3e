package dev.isograd.library;

import dev.isograd.Ids;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.audit.AuditLog;
import dev.isograd.datasets.DatasetFiles;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.DatasetVersion;
import dev.isograd.datasets.Datasets;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.imports.ImportJobs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Imports, lists and deletes the data sets of a project. */
@Service
@Transactional
class DatasetService {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetService.class);

    private final Datasets datasets;
    private final DatasetImports imports;
    private final DatasetFiles files;
    private final ImportReader reader;
    private final ImportJobs jobs;
    private final IdempotentRequests requests;
    private final AuditLog audit;
    private final Ids ids;
    private final JsonMapper json;

    DatasetService(
            Datasets datasets,
            DatasetImports imports,
            DatasetFiles files,
            ImportReader reader,
            ImportJobs jobs,
            IdempotentRequests requests,
            AuditLog audit,
            Ids ids,
            JsonMapper json) {
        this.datasets = datasets;
        this.imports = imports;
        this.files = files;
        this.reader = reader;
        this.jobs = jobs;
        this.requests = requests;
        this.audit = audit;
        this.ids = ids;
        this.json = json;
    }

    /** Creates the next version of a name and the job that imports it, once per Idempotency-Key. */
    Outcome create(Caller caller, @Nullable String key, JsonBody<ImportRequest> body) {
        return requests.once(
                caller.project(),
                key,
                Map.of("dataset", body.json()),
                () -> create(caller, body),
                Function.identity(),
                Function.identity());
    }

    private Outcome create(Caller caller, JsonBody<ImportRequest> body) {
        reader.check(caller, body);
        String name = Objects.requireNonNull(body.value().name());
        int version = imports.nextVersion(caller.project(), name);
        ImportSpec spec = reader.spec(body.value(), name, version, ids.next("ds"));
        imports.begin(caller.project(), name, version, spec, jobs.submit(caller, spec));
        return new Outcome(spec.datasetId(), json.writeValueAsString(get(caller, spec.datasetId())));
    }

    @Transactional(readOnly = true)
    public Page<DatasetResponse> list(Caller caller, @Nullable String name, @Nullable String before, int limit) {
        Page<DatasetVersion> page =
                Page.of(datasets.page(caller.project(), name, before, limit + 1), limit, DatasetVersion::id);
        Map<String, JobProgress> progress = jobs.progress(page.data().stream()
                .map(DatasetVersion::job)
                .filter(Objects::nonNull)
                .toList());
        return page.map(
                version -> DatasetResponse.of(version, version.job() == null ? null : progress.get(version.job())));
    }

    @Transactional(readOnly = true)
    public DatasetResponse get(Caller caller, String nameOrId) {
        DatasetVersion version = find(caller, nameOrId);
        String job = version.job();
        return DatasetResponse.of(
                version, job == null ? null : jobs.progress(List.of(job)).get(job));
    }

    @Transactional(readOnly = true)
    public DatasetVersion find(Caller caller, String nameOrId) {
        return datasets.find(caller.project(), nameOrId).orElseThrow(DatasetProblem::notFound);
    }

    /** Deletes a version that no job needs any more; its files go after the transaction. */
    void delete(Caller caller, String nameOrId) {
        DatasetVersion version = find(caller, nameOrId);
        if (version.isBuiltIn()) {
            throw DatasetProblem.builtIn(version.name());
        }
        if (!imports.lock(caller.project(), version.id())) {
            throw DatasetProblem.notFound();
        }
        List<String> users = jobs.using(caller.project(), version.reference());
        if (!users.isEmpty()) {
            throw DatasetProblem.inUse(version.reference(), users);
        }
        imports.delete(version.id());
        audit.record(caller, "dataset.delete", version.id(), Map.of("dataset", version.reference()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                deleteFiles(caller.project(), version);
            }
        });
    }

    private void deleteFiles(String project, DatasetVersion version) {
        try {
            files.delete(project, version.id());
        } catch (ArtifactStoreUnavailable later) {
            LOG.warn("The files of {} could not be deleted; the next sweep deletes them", version.id(), later);
        }
    }
}
