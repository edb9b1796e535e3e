package dev.isograd.jobs.retention;

import dev.isograd.storage.KnownFiles;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files of trained networks, and the folders of jobs that still work on theirs or are about to lose them. */
@Component
class JobFiles implements KnownFiles {

    private static final String FILES = """
            select named #>> '{}' from job, jsonb_path_query(job.result, '$.files[*]') file,
                jsonb_path_query(file, '$.key') named
            where not purging and (file ->> 'name' = 'evaluation.json'
                or not exists (select from deleted_network d where d.job_id = job.id))
            union all select key from exported_file join job on job.id = job_id where not purging""";

    private static final String FOLDERS = """
            select 'projects/' || project_id || '/jobs/' || id || '/' from job
            where purging or state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')""";

    private final JdbcClient jdbc;

    JobFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> files() {
        return jdbc.sql(FILES).query((row, number) -> row.getString(1)).set();
    }

    @Override
    public Set<String> folders() {
        return jdbc.sql(FOLDERS).query((row, number) -> row.getString(1)).set();
    }
}
