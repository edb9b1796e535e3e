package dev.isograd.datasets;

import dev.isograd.ShortText;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes the state of imported data sets, in the transactions that change the state of their jobs.
 *
 * <p>Every change names the job of the import. A job that a retry has replaced changes nothing.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class DatasetImports {

    private static final Set<String> BUILT_IN = Set.of(DatasetSetup.SAMPLE, FashionMnist.NAME);
    private static final int LONGEST_MESSAGE = 4_000;

    private static final String READY = """
            update dataset set state = 'READY', reason_code = null, reason_message = null, notice = :notice,
                classes = cast(:classes as jsonb), channels = :channels, height = :height, width = :width,
                train_count = :train, test_count = :test, bytes = :bytes, digest = :digest,
                report = cast(:report as jsonb)
            where id = :id and job_id = :job and state = 'IMPORTING' and deleted_at is null""";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;

    DatasetImports(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Returns what is wrong with the name of a new data set, or an empty text. */
    public static String problem(String name) {
        if (!DatasetName.isName(name)) {
            return "must have 1 to 63 lowercase letters, digits, '.', '_' or '-', begin with a letter or digit, not with ds_";
        }
        return BUILT_IN.contains(name) ? "is the name of a built-in data set" : "";
    }

    /** Returns the number of a name's next version, which no other transaction gets. Deleted versions count. */
    public int nextVersion(String project, String name) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
                .param("key", project + " " + name)
                .query((row, number) -> number)
                .list();
        return 1
                + jdbc.sql("select coalesce(max(version), 0) from dataset where project_id = :project and name = :name")
                        .param("project", project)
                        .param("name", name)
                        .query(Integer.class)
                        .single();
    }

    /** Creates the version that a job will import. */
    public void begin(String project, String name, int version, ImportSpec spec, String job) {
        jdbc.sql("""
                insert into dataset (id, project_id, name, version, state, title, license, notice, job_id, created_at)
                values (:id, :project, :name, :version, 'IMPORTING', :title, :license, '', :job, :now)""")
                .param("id", spec.datasetId())
                .param("project", project)
                .param("name", name)
                .param("version", version)
                .param("title", spec.title())
                .param("license", spec.license())
                .param("job", job)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Lets another job import a version whose import failed; returns false if the version is not waiting for one. */
    public boolean restart(String id, String job) {
        return jdbc.sql("""
                        update dataset set state = 'IMPORTING', job_id = :job, reason_code = null, reason_message = null
                        where id = :id and state = 'FAILED' and deleted_at is null""").param("id", id).param("job", job).update() == 1;
    }

    public void failed(String id, String job, DatasetVersion.Reason reason) {
        jdbc.sql("""
                update dataset set state = 'FAILED', reason_code = :code, reason_message = :message
                where id = :id and job_id = :job and state = 'IMPORTING'""")
                .param("id", id)
                .param("job", job)
                .param("code", reason.code())
                .param("message", ShortText.of(reason.message(), LONGEST_MESSAGE))
                .update();
    }

    /** @return false if the version is no longer imported by this job */
    public boolean ready(String id, String job, StoredDataset stored, Map<String, Object> report) {
        Manifest manifest = stored.manifest();
        return jdbc.sql(READY)
                        .param("id", id)
                        .param("job", job)
                        .param("notice", manifest.notice())
                        .param("classes", json.writeValueAsString(manifest.classes()))
                        .param("channels", manifest.channels())
                        .param("height", manifest.height())
                        .param("width", manifest.width())
                        .param("train", manifest.splits().train().count())
                        .param("test", manifest.splits().test().count())
                        .param("bytes", stored.bytes())
                        .param("digest", stored.digest())
                        .param("report", json.writeValueAsString(report))
                        .update()
                == 1;
    }

    /**
     * Locks a version of a project, so that no new job can use it, until the caller's transaction ends.
     *
     * @return false if the project has no such version
     */
    public boolean lock(String project, String id) {
        return jdbc.sql("""
                        select id from dataset where id = :id and project_id = :project and deleted_at is null
                        for update""")
                .param("id", id)
                .param("project", project)
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** A version whose files nobody needs. */
    public record Gone(String project, String id) {}

    /** Returns the failed versions that were created within a duration, and those that were deleted within it. */
    public List<Gone> withoutPictures(Duration within) {
        return jdbc.sql("""
                        select project_id, id from dataset
                        where project_id is not null and (state = 'FAILED' or deleted_at is not null)
                            and coalesce(deleted_at, created_at) > :since""")
                .param("since", Timestamp.from(clock.instant().minus(within)))
                .query((row, number) -> new Gone(row.getString("project_id"), row.getString("id")))
                .list();
    }

    /** Locks a failed or deleted version until the transaction ends; returns false if it is neither, or locked. */
    public boolean lockWithoutPictures(String id) {
        return jdbc.sql("""
                        select id from dataset where id = :id and (state = 'FAILED' or deleted_at is not null)
                        for update skip locked""").param("id", id).query(String.class).optional().isPresent();
    }

    /** Hides a version; its row stays, so that its number is never used again. */
    public void delete(String id) {
        jdbc.sql("update dataset set deleted_at = :now where id = :id")
                .param("id", id)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
