package dev.isograd.feeds;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the rows after many cursors with one query.
 *
 * <p>The SQL selects from
 * {@code unnest(:jobs::text[], :numbers::bigint[]) with ordinality as cursor (job, number, index)}. It returns the
 * index as its first column, sorts by it and reads at most {@code :limit} rows for each cursor.
 */
public final class CursorQuery {

    private CursorQuery() {}

    /** Converts one row, from its second column on. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> Map<JobFeed.Cursor, List<T>> rows(
            JdbcClient jdbc, String sql, Collection<JobFeed.Cursor> cursors, int limit, RowReader<T> reader) {
        List<JobFeed.Cursor> ordered = List.copyOf(cursors);
        Map<JobFeed.Cursor, List<T>> found = new LinkedHashMap<>();
        jdbc.sql(sql)
                .param("jobs", ordered.stream().map(JobFeed.Cursor::job).toArray(String[]::new))
                .param("numbers", ordered.stream().map(JobFeed.Cursor::number).toArray(Long[]::new))
                .param("limit", limit)
                .query(row -> {
                    JobFeed.Cursor cursor = ordered.get(row.getInt(1) - 1);
                    found.computeIfAbsent(cursor, it -> new ArrayList<>()).add(reader.read(row));
                });
        return found;
    }
}
