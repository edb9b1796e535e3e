package dev.isograd.metrics;

import dev.isograd.feeds.CursorQuery;
import dev.isograd.feeds.JobFeed;
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

/** Feeds new metric values to streams in the batches that {@link MetricWriter} numbers under a lock. */
@Component
@Order(2)
class MetricFeed implements JobFeed {

    /** Twice the largest batch, so that every read returns at least one complete batch. */
    private static final int LIMIT = 2 * MetricWriter.BATCH;

    private static final String AFTER = """
            select cursor.index, m.batch, m.name, m.module, m.step, m.value
            from unnest(:jobs::text[], :numbers::bigint[]) with ordinality as cursor (job, number, index)
            cross join lateral (
                select * from metric where job_id = cursor.job and batch > cursor.number
                order by batch limit :limit) m
            order by cursor.index, m.batch, m.name, m.module, m.step""";

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
    public long lastNumber(String job) {
        return jdbc.sql("select coalesce((select batches from metric_count where job_id = :job), 0)")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    @Override
    public Map<Cursor, Chunk> after(Collection<Cursor> cursors) {
        Map<Cursor, Chunk> chunks = new LinkedHashMap<>();
        CursorQuery.rows(jdbc, AFTER, cursors, LIMIT, MetricFeed::row)
                .forEach((cursor, rows) -> chunks.put(cursor, chunk(rows)));
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

    /** Groups rows by batch and drops the last batch if the limit may have cut it off. */
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
