package dev.isograd.jobs.web;

import dev.isograd.feeds.CursorQuery;
import dev.isograd.feeds.JobFeed;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Feeds the events of jobs to streams. It comes first because its last entry ends a stream. */
@Component
@Order(1)
class EventFeed implements JobFeed {

    private static final int LIMIT = 100;
    private static final String AFTER = """
            select cursor.index, e.number, e.id, e.type, e.at, e.from_state, e.to_state, e.reason_code,
                e.reason_message, e.message, e.attempt
            from unnest(:jobs::text[], :numbers::bigint[]) with ordinality as cursor (job, number, index)
            cross join lateral (
                select * from job_event where job_id = cursor.job and number > cursor.number
                order by number limit :limit) e
            order by cursor.index, e.number""";

    private final JdbcClient jdbc;

    EventFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public char letter() {
        return 's';
    }

    @Override
    public long lastNumber(String job) {
        return number("select coalesce(max(number), 0) from job_event where job_id = :job", job);
    }

    /** Starts before the last change of state, so that a new stream begins with the current state. */
    @Override
    public long startNumber(String job) {
        return number("""
                select coalesce(max(number), 1) - 1 from job_event where job_id = :job and type = 'state'""", job);
    }

    private long number(String sql, String job) {
        return jdbc.sql(sql).param("job", job).query(Long.class).single();
    }

    @Override
    public Map<Cursor, Chunk> after(Collection<Cursor> cursors) {
        Map<Cursor, Chunk> chunks = new LinkedHashMap<>();
        CursorQuery.rows(jdbc, AFTER, cursors, LIMIT, EventFeed::entry)
                .forEach((cursor, entries) -> chunks.put(cursor, new Chunk(entries, entries.size() == LIMIT)));
        return chunks;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String reason = row.getString("reason_code");
        String from = row.getString("from_state");
        String to = row.getString("to_state");
        EventResponse event = new EventResponse(
                row.getString("id"),
                row.getString("type"),
                row.getTimestamp("at").toInstant(),
                from == null ? null : JobState.valueOf(from),
                to == null ? null : JobState.valueOf(to),
                reason == null
                        ? null
                        : JobResponse.ReasonResponse.of(
                                new JobReason(ReasonCode.valueOf(reason), row.getString("reason_message"))),
                row.getString("message"),
                row.getInt("attempt"));
        return new Entry(row.getLong("number"), event.type(), event);
    }
}
