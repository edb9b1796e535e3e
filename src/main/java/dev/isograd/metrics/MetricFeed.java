package dev.isograd.metrics;

import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.PlaceQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The numbers of jobs as they come, a batch at a time; {@link MetricWriter} numbers batches under a lock. */
@Component
@Order(2)
class MetricFeed implements JobFeed {

    /** Whole batches fit, whatever came before them. */
    private static final int LIMIT = 2 * MetricWriter.BATCH;

    private static final String AFTER = """
            select place.index, m.batch, m.name, m.module, m.step, m.value
            from unnest(:jobs::text[], :numbers::bigint[]) with ordinality as place (job, number, index)
            cross join lateral (
                select * from metric where job_id = place.job and batch > place.number
                order by batch limit :limit) m
            order by place.index, m.batch, m.name, m.module, m.step""";

    private final JdbcClient jdbc;

    MetricFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Points(List<PointResponse> points) {}

    private record PointResponse(
            String name,
            @Nullable Integer module,
            long step,
            @Nullable Double value) {}

    private record Row(long batch, PointResponse point) {}

    @Override
    public char letter() {
        return 'm';
    }

    @Override
    public long last(String job) {
        return jdbc.sql("select coalesce((select batches from metric_count where job_id = :job), 0)")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    @Override
    public Map<Place, Chunk> after(Collection<Place> places) {
        Map<Place, Chunk> chunks = new LinkedHashMap<>();
        PlaceQuery.rows(jdbc, AFTER, places, LIMIT, MetricFeed::row)
                .forEach((place, rows) -> chunks.put(place, chunk(rows)));
        return chunks;
    }

    private static Row row(ResultSet row) throws SQLException {
        int module = row.getInt("module");
        double value = row.getDouble("value");
        return new Row(
                row.getLong("batch"),
                new PointResponse(
                        row.getString("name"),
                        module == 0 ? null : Integer.valueOf(module),
                        row.getLong("step"),
                        Double.isFinite(value) ? value : null));
    }

    /** Of a batch that did not fit as a whole nothing is given. */
    private static Chunk chunk(List<Row> rows) {
        boolean hasMore = rows.size() == LIMIT;
        long cut = hasMore ? rows.getLast().batch() : Long.MAX_VALUE;
        Map<Long, List<PointResponse>> batches = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.batch() < cut) {
                batches.computeIfAbsent(row.batch(), it -> new ArrayList<>()).add(row.point());
            }
        }
        return new Chunk(
                batches.entrySet().stream()
                        .map(batch -> new Entry(batch.getKey(), "metric", new Points(batch.getValue())))
                        .toList(),
                hasMore);
    }
}
