package dev.isograd.logs;

import dev.isograd.http.StorableText;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.queue.JobQueue;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Appends lines to a job's log and numbers them from 1, across all attempts. */
@Component
public class LogWriter {

    private static final String RESERVE = """
            insert into job_log (job_id, lines) values (?, ?)
            on conflict (job_id) do update set lines = job_log.lines + excluded.lines returning lines""";
    private static final String INSERT =
            "insert into log_line (job_id, line, attempt, stream, at, text) values (?, ?, ?, ?, ?, ?)";
    private static final int BATCH = 500;
    private static final int MAX_LINE_CHARACTERS = 16_384;

    private final JobQueue queue;
    private final JdbcTemplate jdbc;

    LogWriter(JobQueue queue, JdbcTemplate jdbc) {
        this.queue = queue;
        this.jdbc = jdbc;
    }

    /** @throws AttemptSuperseded if a newer attempt has begun, because their lines would be mixed */
    @Transactional
    public void append(AttemptId attempt, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        queue.requireCurrent(attempt);
        Long end = jdbc.queryForObject(RESERVE, Long.class, attempt.job(), lines.size());
        AtomicLong number = new AtomicLong(Objects.requireNonNull(end) - lines.size());
        jdbc.batchUpdate(INSERT, lines, BATCH, (statement, line) -> {
            statement.setString(1, attempt.job());
            statement.setLong(2, number.incrementAndGet());
            statement.setInt(3, attempt.number());
            statement.setString(4, line.stream().name());
            statement.setTimestamp(5, Timestamp.from(line.at()));
            statement.setString(6, StorableText.of(line.text(), MAX_LINE_CHARACTERS));
        });
    }
}
