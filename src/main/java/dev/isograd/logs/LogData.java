package dev.isograd.logs;

import dev.isograd.jobs.retention.JobData;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The log lines, for retention. */
@Component
class LogData implements JobData {

    private final JdbcClient jdbc;

    LogData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Kind kind() {
        return Kind.LOGS;
    }

    @Override
    public List<String> jobs(String project, String after, int limit) {
        return jdbc.sql("""
                        select job_id from job_log where job_id > :after
                            and (select project_id from job where id = job_id) = :project
                        order by job_id limit :limit""")
                .param("project", project)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Override
    public void delete(String job, Instant before) {
        jdbc.sql("delete from log_line where job_id = ?").param(job).update();
        jdbc.sql("delete from job_log where job_id = ?").param(job).update();
    }
}
