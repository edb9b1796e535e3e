package dev.isograd.jobs.retention;

import dev.isograd.artifacts.ArtifactStore;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files that were exported from trained networks. */
@Component
class ExportData implements JobData {

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;

    ExportData(JdbcClient jdbc, ArtifactStore artifacts) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
    }

    @Override
    public Kind kind() {
        return Kind.EXPORTS;
    }

    @Override
    public List<String> jobs(String project, String after, int limit) {
        return jdbc.sql("""
                        select id from job where project_id = :project and id > :after
                            and exists (select from exported_file f where f.job_id = job.id)
                        order by id limit :limit""")
                .param("project", project)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Override
    public void delete(String job, Instant before) {
        jdbc.sql("delete from exported_file where job_id = ? and created_at < ? returning key")
                .params(job, Timestamp.from(before))
                .query((row, number) -> row.getString(1))
                .list()
                .forEach(artifacts::delete);
    }
}
