package dev.isograd.jobs;

import dev.isograd.accounts.Caller;
import dev.isograd.jobs.ResultFiles.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The stored files of trained networks: those of the trainings, those exported later, and those that nothing names. */
@Component
public class TrainedNetworks {

    /** Name of the file with what a network answered for the test images. */
    public static final String EVALUATION = "evaluation.json";

    private final JdbcClient jdbc;
    private final JobAccess jobs;
    private final Jobs rows;

    TrainedNetworks(JdbcClient jdbc, JobAccess jobs, Jobs rows) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.rows = rows;
    }

    /**
     * What a training has left.
     *
     * @param state of the job
     * @param result null unless the job has succeeded
     * @param files of the training, and those that were exported from its network later
     * @param isForgotten whether retention has deleted the network
     */
    public record Trained(
            String job,
            String project,
            String state,
            Map<String, Object> spec,
            @Nullable Map<String, Object> result,
            List<StoredFile> files,
            boolean isForgotten) {

        /** A file of the trained network, by its name. */
        public Optional<StoredFile> file(String name) {
            return files.stream().filter(file -> file.name().equals(name)).findFirst();
        }
    }

    /**
     * Returns whether the network of a training is kept, as far as retention is concerned. It costs one statement without a
     * transaction, because every prediction asks.
     *
     * @throws JobNotFound if the caller's project has no such job
     * @throws NotATraining if the job is an import
     */
    public boolean isKept(Caller caller, String job) {
        return jdbc.sql("""
                        select kind, not exists (select from deleted_network where job_id = job.id) as kept from job
                        where id = :job and project_id = :project and deleted_at is null""")
                .param("job", JobIds.check(job))
                .param("project", caller.project())
                .query((row, number) -> {
                    requireTraining(JobKind.of(row.getString("kind")));
                    return row.getBoolean("kept");
                })
                .optional()
                .orElseThrow(JobNotFound::new);
    }

    private static void requireTraining(JobKind kind) {
        switch (kind) {
            case TRAINING -> {}
            case IMPORT -> throw NotATraining.has("a trained network");
        }
    }

    /**
     * Finds what a training has left.
     *
     * @throws JobNotFound if the caller's project has no such job
     * @throws NotATraining if the job is an import
     */
    @Transactional(readOnly = true)
    public Trained find(Caller caller, String job) {
        Job found = jobs.find(caller, job);
        requireTraining(found.kind());
        return new Trained(
                found.id(),
                found.project(),
                found.state().name(),
                found.spec(),
                found.result(),
                files(found),
                isForgotten(found.id()));
    }

    /** The files of a job, those of its training first. */
    @Transactional(readOnly = true)
    public List<StoredFile> files(Job job) {
        List<StoredFile> files = new ArrayList<>(ResultFiles.of(job.result()));
        if (isForgotten(job.id())) {
            files.removeIf(TrainedNetworks::isOfTheNetwork);
        }
        files.addAll(jdbc.sql("""
                        select name, bytes, sha256, key, max_difference from exported_file
                        where job_id = :job order by created_at, name""")
                .param("job", job.id())
                .query((row, number) -> new StoredFile(
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        row.getString("key"),
                        row.getDouble("max_difference")))
                .list());
        return files;
    }

    private boolean isForgotten(String job) {
        return jdbc.sql("select exists (select from deleted_network where job_id = ?)")
                .param(job)
                .query(Boolean.class)
                .single();
    }

    /** The evaluation stays: it is small, and belongs to the result of the training. */
    private static boolean isOfTheNetwork(StoredFile file) {
        return !file.name().equals(EVALUATION);
    }

    /** Returns jobs of a project that have the files of their networks, in the order of their ids. */
    public List<String> jobs(String project, String after, int limit) {
        return jdbc.sql("""
                        select id from job where project_id = :project and id > :after
                            and jsonb_path_exists(result, '$.files[0]')
                            and not exists (select from deleted_network d where d.job_id = job.id)
                        order by id limit :limit""")
                .param("project", project)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Notes that the network of a job is deleted; returns the files to delete. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<StoredFile> forget(String job) {
        jdbc.sql("insert into deleted_network values (?, clock_timestamp()) on conflict do nothing")
                .param(job)
                .update();
        return rows.lock(job)
                .map(found -> ResultFiles.of(found.result()).stream()
                        .filter(TrainedNetworks::isOfTheNetwork)
                        .toList())
                .orElseGet(List::of);
    }

    /** Adds a file that was made from a trained network, unless the job has one with this name. */
    @Transactional
    public void add(String job, StoredFile file) {
        jdbc.sql("""
                        insert into exported_file (job_id, name, bytes, sha256, key, max_difference)
                        values (:job, :name, :bytes, :sha256, :key, :difference) on conflict do nothing""")
                .param("job", job)
                .param("name", file.name())
                .param("bytes", file.bytes())
                .param("sha256", file.sha256())
                .param("key", file.key())
                .param("difference", file.maxDifference())
                .update();
    }

    /**
     * Returns the files that no result names, now or later, because their jobs have ended. Files of unknown jobs are not
     * among them: after the database is restored from an older backup, newer networks must not be deleted.
     *
     * @param jobs the id of the job that stored a file, by the file's key in the artifact store
     */
    public List<String> unreferenced(Map<String, String> jobs) {
        return jdbc.sql("""
                        select file.key from unnest(:keys, :jobs) file (key, job) join job on job.id = file.job
                        where job.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and not exists (
                            select from jsonb_path_query(job.result, '$.files[*].key') named
                            where named #>> '{}' = file.key)
                        and not exists (select from exported_file other where other.key = file.key)""")
                .param("keys", jobs.keySet().toArray(String[]::new))
                .param("jobs", jobs.values().toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list();
    }
}
