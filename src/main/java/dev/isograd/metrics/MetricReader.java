package dev.isograd.metrics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the metric values of a job, raw or aggregated into buckets of steps. */
@Component
class MetricReader {

    private static final String FILTER = """
            job_id = :job
            and (cardinality(:names::text[]) = 0 or name = any (:names))
            and (cardinality(:modules::int[]) = 0 or module = any (:modules))
            and step between :from and :to""";

    // The maximum of the pairs [step, value] is that of the last step and needs no sorting. Doubles are exact up to
    // 2^53, which is more than any step.
    private static final String BUCKETS = """
            with part as materialized (
                select name, module, step, value as min, value as max, value as sum, value as last, 1 as count
                from metric where %1$s
                union all
                select name, module, step, min, max, sum, last, count from metric_bucket where %1$s),
            range as (
                select min(step) as first, greatest(1, ceil((max(step) - min(step) + 1) / :points::numeric))::bigint as width
                from part)
            select name, module, max(step) as step, min(min) as min, max(max) as max, sum(sum) / sum(count) as mean,
                (max(array[step, last]))[2] as last, sum(count) as count, first, width
            from part cross join range
            group by name, module, (step - first) / width, first, width
            order by name, module, step""".formatted(FILTER);

    // Jumps from series to series along the primary keys, so that the time does not depend on the number of values.
    private static final String LAST = """
            with recursive raw as (
                (select name, module from metric where job_id = :job order by name, module limit 1)
                union all
                select next.name, next.module from raw cross join lateral (
                    select name, module from metric
                    where job_id = :job and (name, module) > (raw.name, raw.module)
                    order by name, module limit 1) next),
            merged as (
                (select name, module from metric_bucket where job_id = :job order by name, module limit 1)
                union all
                select next.name, next.module from merged cross join lateral (
                    select name, module from metric_bucket
                    where job_id = :job and (name, module) > (merged.name, merged.module)
                    order by name, module limit 1) next)
            select series.name, series.module, final.step, final.last as min, final.last as max, final.last as mean,
                final.last, 1 as count
            from (select * from raw union select * from merged) series
            cross join lateral (
                select step, last from (
                    (select step, value as last from metric
                    where job_id = :job and name = series.name and module = series.module and step between :from and :to
                    order by step desc limit 1)
                    union all
                    (select step, last from metric_bucket
                    where job_id = :job and name = series.name and module = series.module and step between :from and :to
                    order by step desc limit 1)) ends
                order by step desc limit 1) final
            where (cardinality(:names::text[]) = 0 or name = any (:names))
            and (cardinality(:modules::int[]) = 0 or module = any (:modules))
            order by name, module""";

    private static final String RAW = """
            select name, module, step, value from metric where """ + " " + FILTER + """
             and (name, module, step) > (:lastName, :lastModule, :lastStep)
            order by name, module, step limit :limit""";

    private static final String LAST_STEP = "select last_step from metric_count where job_id = :job";

    private static final String THINNED_TO =
            "select thinned_to from metric_count where job_id = :job and thinned_to is not null";

    private final JdbcClient jdbc;

    MetricReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An aggregate over neighboring steps of one metric; the bucket's step is the last one in it. */
    record Bucket(
            String name,
            int module,
            long step,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double last,
            long count) {}

    /** Buckets of equal width: each begins a multiple of that many steps after the first step. */
    record Buckets(
            List<Bucket> list,
            @Nullable Long firstStep,
            @Nullable Long width) {}

    /** One raw value. */
    record Row(String name, int module, long step, double value) {}

    @Transactional(readOnly = true)
    Buckets buckets(String job, MetricQuery query) {
        ResultSetExtractor<Buckets> extractor = MetricReader::buckets;
        return Objects.requireNonNull(
                filtered(BUCKETS, job, query).param("points", query.points()).query(extractor));
    }

    private static Buckets buckets(ResultSet rows) throws SQLException {
        List<Bucket> list = new ArrayList<>();
        Long firstStep = null;
        Long width = null;
        while (rows.next()) {
            list.add(bucket(rows, list.size()));
            firstStep = rows.getLong("first");
            width = rows.getLong("width");
        }
        return new Buckets(list, firstStep, width);
    }

    /** Reads only the last value of each series, as a bucket of one step. */
    @Transactional(readOnly = true)
    Buckets last(String job, MetricQuery query) {
        return new Buckets(
                filtered(LAST, job, query).query(MetricReader::bucket).list(), null, null);
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

    /** Replaces NaN and infinity by null, because JSON has neither. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Reads the page of rows after the given one; between pages, a slow client holds no connection. */
    @Transactional(readOnly = true)
    List<Row> rows(String job, MetricQuery query, Row last, int limit) {
        return filtered(RAW, job, query)
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
        return step(LAST_STEP, job);
    }

    /** Returns the step up to which only buckets remain, or null if all raw values still exist. */
    @Transactional(readOnly = true)
    @Nullable
    Long thinnedTo(String job) {
        return step(THINNED_TO, job);
    }

    private @Nullable Long step(String sql, String job) {
        return jdbc.sql(sql).param("job", job).query(Long.class).optional().orElse(null);
    }

    private JdbcClient.StatementSpec filtered(String sql, String job, MetricQuery query) {
        return jdbc.sql(sql)
                .param("job", job)
                .param("names", query.names().toArray(String[]::new))
                .param("modules", query.modules().toArray(Integer[]::new))
                .param("from", query.from())
                .param("to", query.to());
    }
}
