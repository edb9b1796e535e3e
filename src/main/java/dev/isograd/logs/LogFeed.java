package dev.isograd.logs;

import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.PlaceQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The lines of jobs' logs as they come; {@link LogWriter} numbers them under a lock on the log. */
@Component
@Order(4)
class LogFeed implements JobFeed {

    private static final int LIMIT = 200;
    private static final int MOST_CHARACTERS = 65_536;
    private static final String AFTER = """
            select place.index, l.line, l.stream, l.at, l.text
            from unnest(:jobs::text[], :numbers::bigint[]) with ordinality as place (job, number, index)
            cross join lateral (
                select * from log_line where job_id = place.job and line > place.number
                order by line limit :limit) l
            order by place.index, l.line""";

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
    public long last(String job) {
        return jdbc.sql("select coalesce((select lines from job_log where job_id = :job), 0)")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    @Override
    public Map<Place, Chunk> after(Collection<Place> places) {
        Map<Place, Chunk> chunks = new LinkedHashMap<>();
        PlaceQuery.rows(jdbc, AFTER, places, LIMIT, LineResponse::of)
                .forEach((place, lines) -> chunks.put(place, new Chunk(entries(lines), lines.size() == LIMIT)));
        return chunks;
    }

    /** As many lines in one entry as a client can well take at once. */
    private static List<Entry> entries(List<LineResponse> lines) {
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            characters += lines.get(i).text().length();
            if (characters > MOST_CHARACTERS || i == lines.size() - 1) {
                List<LineResponse> together = List.copyOf(lines.subList(from, i + 1));
                entries.add(new Entry(lines.get(i).line(), "log", new Lines(together)));
                from = i + 1;
                characters = 0;
            }
        }
        return entries;
    }
}
