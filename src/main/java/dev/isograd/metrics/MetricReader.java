package dev.isograd.metrics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the numbers of a job, as they are or put together in buckets of steps. */
@Component
class MetricReader {

    private static final String WANTED = """
            job_id = :job
            and (cardinality(:names::text[]) = 0 or name = any (:names))
            and (cardinality(:modules::int[]) = 0 or module = any (:modules))
            and step between :from and :to""";

    private static final String RANGE = "select min(step), max(step) from metric where " + WANTED;

    private static final String BUCKETS = """
            select name, module, max(step) as step, min(value) as min, max(value) as max, avg(value) as mean,
                (array_agg(value order by step desc))[1] as last, count(*) as count
            from metric where """ + " " + WANTED + """
             group by name, module, (step - :first) / :width
            order by name, module, step""";

    private static final String RAW = """
            select name, module, step, value from metric where """ + " " + WANTED + """
             and (name, module, step) > (:lastName, :lastModule, :lastStep)
            order by name, module, step limit :limit""";

    private static final String LAST_STEP = "select max(step) from metric where job_id = :job";

    private final JdbcClient jdbc;

    MetricReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Some neighbouring steps of one metric; a bucket's step is the last one in it. */
    record Bucket(
            String name,
            int module,
            long step,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double last,
            long count) {}

    /** One number as it was written. */
    record Row(String name, int module, long step, double value) {}

    @Transactional(readOnly = true)
    List<Bucket> buckets(String job, MetricQuery query) {
        Range range = wanted(RANGE, job, query)
                .query((row, number) -> new Range(row.getLong(1), row.getLong(2)))
                .single();
        return wanted(BUCKETS, job, query)
                .param("first", range.first())
                .param("width", range.width(query.points()))
                .query(MetricReader::bucket)
                .list();
    }

    private record Range(long first, long last) {
        /** Steps per bucket, so that no more than the wanted number of buckets comes out. */
        long width(int points) {
            return Math.max(1, Math.ceilDiv(last - first + 1, points));
        }
    }

    private static Bucket bucket(ResultSet row, int number) throws SQLException {
        return new Bucket(
                row.getString("name"),
                row.getInt("module"),
                row.getLong("step"),
                finite(row.getDouble("min")),
                finite(row.getDouble("max")),
                finite(row.getDouble("mean")),
                finite(row.getDouble("last")),
                row.getLong("count"));
    }

    /** JSON has no NaN and no infinity. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** The rows after the given one, in order; a page at a time, so that no slow reader holds a connection. */
    @Transactional(readOnly = true)
    List<Row> rows(String job, MetricQuery query, Row last, int limit) {
        return wanted(RAW, job, query)
                .param("lastName", last.name())
                .param("lastModule", last.module())
                .param("lastStep", last.step())
                .param("limit", limit)
                .query((row, number) -> new Row(row.getString(1), row.getInt(2), row.getLong(3), row.getDouble(4)))
                .list();
    }

    @Transactional(readOnly = true)
    @Nullable
    Long lastStep(String job) {
        return jdbc.sql(LAST_STEP)
                .param("job", job)
                .query((row, number) -> (Long) row.getObject(1))
                .list()
                .getFirst();
    }

    private JdbcClient.StatementSpec wanted(String sql, String job, MetricQuery query) {
        return jdbc.sql(sql)
                .param("job", job)
                .param("names", query.names().toArray(String[]::new))
                .param("modules", query.modules().toArray(Integer[]::new))
                .param("from", query.from())
                .param("to", query.to());
    }
}
