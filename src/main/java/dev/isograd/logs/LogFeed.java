package dev.isograd.logs;

import dev.isograd.feeds.CursorQuery;
import dev.isograd.feeds.JobFeed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Feeds new log lines to streams; {@link LogWriter} numbers them under a lock on the job's log. */
@Component
@Order(4)
class LogFeed implements JobFeed {

    private static final int LIMIT = 200;
    private static final int MAX_CHARACTERS = 65_536;
    private static final String AFTER = """
            select cursor.index, l.line, l.stream, l.at, l.text
            from unnest(:jobs::text[], :numbers::bigint[]) with ordinality as cursor (job, number, index)
            cross join lateral (
                select * from log_line where job_id = cursor.job and line > cursor.number
                order by line limit :limit) l
            order by cursor.index, l.line""";

    private final JdbcClient jdbc;

    LogFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Lines(List<LineResponse> lines) {}

    @Override
    public char letter() {
        return 'l';
    }

    @Override
    public long lastNumber(String job) {
        return jdbc.sql("select coalesce((select lines from job_log where job_id = :job), 0)")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    @Override
    public Map<Cursor, Chunk> after(Collection<Cursor> cursors) {
        Map<Cursor, Chunk> chunks = new LinkedHashMap<>();
        CursorQuery.rows(jdbc, AFTER, cursors, LIMIT, LineResponse::of)
                .forEach((cursor, lines) -> chunks.put(cursor, new Chunk(entries(lines), lines.size() == LIMIT)));
        return chunks;
    }

    /** Groups lines into entries and closes an entry once it exceeds the character limit, to keep messages small. */
    private static List<Entry> entries(List<LineResponse> lines) {
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            characters += lines.get(i).text().length();
            if (characters > MAX_CHARACTERS || i == lines.size() - 1) {
                List<LineResponse> batch = List.copyOf(lines.subList(from, i + 1));
                entries.add(new Entry(lines.get(i).line(), "log", new Lines(batch)));
                from = i + 1;
                characters = 0;
            }
        }
        return entries;
    }
}
