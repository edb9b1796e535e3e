package dev.isograd.jobs;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers which checkpoints are still needed because unfinished retries and forks start from them. */
@Component
public class OriginCheckpoints {

    private static final String SELECT = """
            select distinct origin_checkpoint from job
            where origin_checkpoint is not null and state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')""";

    private final JdbcClient jdbc;

    OriginCheckpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the ids of the checkpoints that jobs outside a terminal state were created from. */
    public List<String> ofUnfinishedJobs() {
        return jdbc.sql("""
                        select distinct origin_checkpoint from job
                        where origin_checkpoint is not null and state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')""").query((row, number) -> row.getString(1)).list();
    }
}
