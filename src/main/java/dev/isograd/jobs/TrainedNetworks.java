package dev.isograd.jobs;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares stored files of trained networks with the files that the results of jobs name. */
@Component
public class TrainedNetworks {

    private final JdbcClient jdbc;

    TrainedNetworks(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
                            where named #>> '{}' = file.key)""")
                .param("keys", jobs.keySet().toArray(String[]::new))
                .param("jobs", jobs.values().toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list();
    }
}
