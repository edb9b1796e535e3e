package dev.isograd.jobs.queue;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for jobs that have waited too long for a worker that does not exist; several processes may do so at the same time. */
@Component
class QueueTimeouts {

    private static final Logger LOG = LoggerFactory.getLogger(QueueTimeouts.class);

    private static final String OLD = """
            select id from job
            where state = 'QUEUED' and id > :after and queued_at < clock_timestamp() - :limit * interval '1 ms'
            order by id limit 100""";

    private final JdbcClient jdbc;
    private final UnrunnableJobs jobs;
    private final Duration limit;

    QueueTimeouts(JdbcClient jdbc, UnrunnableJobs jobs, JobProperties settings) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.limit = settings.unrunnableLimit();
    }

    @Scheduled(fixedDelayString = "${isograd.jobs.reap-interval:10s}")
    void check() {
        if (!limit.isPositive()) {
            return;
        }
        try {
            for (List<String> page = old(""); !page.isEmpty(); page = old(page.getLast())) {
                jobs.end(page, limit);
            }
        } catch (DataAccessException unreachable) {
            LOG.warn(
                    "The database is unavailable; jobs that no worker can run are looked for later: {}",
                    unreachable.getMessage());
        }
    }

    private List<String> old(String after) {
        return jdbc.sql(OLD)
                .param("after", after)
                .param("limit", limit.toMillis())
                .query((row, number) -> row.getString(1))
                .list();
    }
}
