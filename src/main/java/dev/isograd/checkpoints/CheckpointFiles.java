package dev.isograd.checkpoints;

import dev.isograd.storage.KnownFiles;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files of checkpoints; those that are being deleted may be gone. */
@Component
class CheckpointFiles implements KnownFiles {

    private final JdbcClient jdbc;

    CheckpointFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> files() {
        return jdbc.sql("""
                        select key from checkpoint where state <> 'DELETING'
                        union all select manifest_key from checkpoint where state <> 'DELETING'""").query((row, number) -> row.getString(1)).set();
    }

    @Override
    public Set<String> folders() {
        return Set.of();
    }
}
