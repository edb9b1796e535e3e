package dev.isograd.metrics;

import dev.isograd.jobs.retention.JobData;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The values of metrics, for retention. */
@Component
class MetricData implements JobData {

    private final JdbcClient jdbc;

    MetricData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Kind kind() {
        return Kind.METRICS;
    }

    @Override
    public List<String> jobs(String project, String after, int limit) {
        return jdbc.sql("""
                        select job_id from metric_count where job_id > :after
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
        for (String table : List.of("metric", "metric_bucket", "metric_count")) {
            jdbc.sql("delete from %s where job_id = ?".formatted(table))
                    .param(job)
                    .update();
        }
    }
}
