package dev.isograd.jobs;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files of trained networks, as the results of jobs name them. */
@Component
public class TrainedNetworks {

    private final JdbcClient jdbc;

    TrainedNetworks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Of stored files those that no result names and none will, as their jobs are over. Those of unknown jobs are left
     * out: a database that was restored from an earlier day must not cost the networks of the days since.
     *
     * @param jobs the job that stored a file, by the file's key in the artifact store
     */
    public List<String> leftBehind(Map<String, String> jobs) {
        return jdbc.sql("""
                        select file.key from unnest(:keys, :jobs) file (key, job) join job on job.id = file.job
                        where job.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and not exists (
                            select from jsonb_path_query(job.result, '$.files[*].key') named
                            where named #>> '{}' = file.key)""")
                .param("keys", jobs.keySet().toArray(String[]::new))
                .param("jobs", jobs.values().toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list();
    }
}
