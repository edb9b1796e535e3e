package dev.isograd.datasets;

import dev.isograd.storage.KnownFiles;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The manifests of imported data sets, and the folders with their other files. */
@Component
class KnownDatasetFiles implements KnownFiles {

    private final JdbcClient jdbc;

    KnownDatasetFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> files() {
        return jdbc.sql("""
                        select 'projects/' || project_id || '/datasets/' || id || '/' || digest || '/' || ? from dataset
                        where project_id is not null and state = 'READY' and deleted_at is null""")
                .param(Manifest.FILE)
                .query((row, number) -> row.getString(1))
                .set();
    }

    @Override
    public Set<String> folders() {
        return jdbc.sql("""
                        select 'projects/' || project_id || '/datasets/' || id || '/' from dataset
                        where project_id is not null and state <> 'FAILED' and deleted_at is null""").query((row, number) -> row.getString(1)).set();
    }
}
