package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.jobs.retention.JobData;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The checkpoints that are neither pinned nor being read, for the retention of projects. */
@Component
class CheckpointData implements JobData {

    private final JdbcClient jdbc;
    private final DatabaseClock clock;

    CheckpointData(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Kind kind() {
        return Kind.CHECKPOINTS;
    }

    @Override
    public List<String> jobs(String project, String after, int limit) {
        return jdbc.sql("""
                        select distinct job_id from checkpoint
                        where project_id = :project and job_id > :after and state = 'COMMITTED' and not pinned
                            and (held_until is null or held_until < clock_timestamp())
                        order by job_id limit :limit""")
                .param("project", project)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Marks them; the sweep of checkpoints deletes their files. */
    @Override
    public void delete(String job, Instant before) {
        Timestamp now = Timestamp.from(clock.now());
        jdbc.sql("""
                        update checkpoint set state = 'DELETING', deleting_since = :now
                        where job_id = :job and state = 'COMMITTED' and not pinned
                            and (held_until is null or held_until < :now)""").param("job", job).param("now", now).update();
    }
}
