package dev.isograd.checkpoints;

import dev.isograd.accounts.ByteQuota;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the bytes of a project's checkpoints. */
@Component
class CheckpointBytes implements ByteQuota.StoredBytes {

    private final JdbcClient jdbc;

    CheckpointBytes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long of(String project) {
        return jdbc.sql("select coalesce(sum(bytes), 0) from checkpoint where project_id = ?")
                .param(project)
                .query(Long.class)
                .single();
    }
}
