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
 * One query for what follows many places.
 *
 * <p>The SQL selects from {@code unnest(:jobs::text[], :numbers::bigint[]) with ordinality as place (job, number, index)},
 * gives that index as its first column, orders by it and takes up to {@code :limit} rows each.
 */
public final class PlaceQuery {

    private PlaceQuery() {}

    /** Reads what comes after the first column. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> Map<JobFeed.Place, List<T>> rows(
            JdbcClient jdbc, String sql, Collection<JobFeed.Place> places, int limit, RowReader<T> reader) {
        List<JobFeed.Place> asked = List.copyOf(places);
        Map<JobFeed.Place, List<T>> found = new LinkedHashMap<>();
        jdbc.sql(sql)
                .param("jobs", asked.stream().map(JobFeed.Place::job).toArray(String[]::new))
                .param("numbers", asked.stream().map(JobFeed.Place::number).toArray(Long[]::new))
                .param("limit", limit)
                .query(row -> {
                    JobFeed.Place place = asked.get(row.getInt(1) - 1);
                    found.computeIfAbsent(place, it -> new ArrayList<>()).add(reader.read(row));
                });
        return found;
    }
}
