package dev.isograd.datasets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table {@code dataset}; a project sees its own data sets and the built-in ones. */
@Component
class DatasetRows {

    private static final String VISIBLE = "deleted_at is null and (project_id = :project or project_id is null)";

    private static final String PAGE = "select * from dataset where " + VISIBLE + """
             and (cast(:before as text) is null or id < :before)
             and (cast(:name as text) is null or strpos(lower(name), lower(cast(:name as text))) > 0)
            order by id desc limit :limit""";

    private static final String FIND = "select * from dataset where " + VISIBLE + """
             and (id = :name or name = :name) and (cast(:version as int) is null or version = :version)
            order by version desc limit 1""";

    private static final String USABLE = "select * from dataset where " + VISIBLE + """
             and name = :name and (cast(:version as int) is null or version = :version)
            order by state = 'READY' desc, version desc limit 1 for share""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DatasetRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<DatasetVersion> page(String project, @Nullable String name, @Nullable String before, int limit) {
        return jdbc.sql(PAGE)
                .param("project", project)
                .param("name", name)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> version(row))
                .list();
    }

    /** Returns the newest version of a name, whatever its state. */
    Optional<DatasetVersion> find(String project, DatasetName name) {
        return find(FIND, project, name);
    }

    /**
     * Returns the newest usable version of a name, else its newest version. The row cannot be deleted before the caller's
     * transaction ends.
     */
    Optional<DatasetVersion> findUsable(String project, DatasetName name) {
        return find(USABLE, project, name);
    }

    private Optional<DatasetVersion> find(String sql, String project, DatasetName name) {
        return jdbc.sql(sql)
                .param("project", project)
                .param("name", name.name())
                .param("version", name.version())
                .query((row, number) -> version(row))
                .optional();
    }

    List<String> names(String project) {
        return jdbc.sql("select distinct name from dataset where " + VISIBLE + " and state = 'READY' order by name")
                .param("project", project)
                .query((row, number) -> row.getString(1))
                .list();
    }

    long bytes(String project) {
        return jdbc.sql("select coalesce(sum(bytes), 0) from dataset where project_id = ? and deleted_at is null")
                .param(project)
                .query(Long.class)
                .single();
    }

    private DatasetVersion version(ResultSet row) throws SQLException {
        String reason = row.getString("reason_code");
        String report = row.getString("report");
        return new DatasetVersion(
                row.getString("id"),
                row.getString("project_id"),
                row.getString("name"),
                row.getInt("version"),
                DatasetState.valueOf(row.getString("state")),
                reason == null ? null : new DatasetVersion.Reason(reason, row.getString("reason_message")),
                row.getString("title"),
                row.getString("license"),
                row.getString("notice"),
                row.getString("job_id"),
                content(row),
                report == null ? null : json.readValue(report, new TypeReference<>() {}),
                row.getTimestamp("created_at").toInstant());
    }

    private DatasetVersion.@Nullable Content content(ResultSet row) throws SQLException {
        String digest = row.getString("digest");
        return digest == null
                ? null
                : new DatasetVersion.Content(
                        json.readValue(row.getString("classes"), new TypeReference<>() {}),
                        row.getInt("channels"),
                        row.getInt("height"),
                        row.getInt("width"),
                        row.getInt("train_count"),
                        row.getInt("test_count"),
                        row.getLong("bytes"),
                        digest);
    }
}
