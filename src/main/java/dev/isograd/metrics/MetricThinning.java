package dev.isograd.metrics;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Aggregates the older half of a job's metric values into buckets once the job has too many. Minimum, maximum and mean
 * stay exact; the values of single steps are lost.
 *
 * <p>Any process may do this at any time: it locks the job's counter, and other processes skip a locked job.
 */
@Component
class MetricThinning {

    private static final Logger LOG = LoggerFactory.getLogger(MetricThinning.class);

    /** Buckets of each series over the whole training, so that its older half keeps as fine a shape as a chart has. */
    private static final int BUCKETS = 1000;

    private static final String NEXT = """
            select job_id, last_step, coalesce(bucket_steps, 1) as bucket_steps from metric_count
            where points > :limit limit 1 for update skip locked""";

    // Every width divides the next one, so that the steps of an old bucket fall into one new bucket.
    private static final String MERGE = """
            with old as (delete from metric_bucket where job_id = :job returning *)
            insert into metric_bucket (job_id, name, module, step, min, max, sum, last, count)
            select job_id, name, module, max(step), min(min), max(max), sum(sum), (max(array[step, last]))[2], sum(count)
            from old group by job_id, name, module, step / :width""";

    // The rows are counted again, because the counter also counts points that replaced earlier ones.
    private static final String THIN = """
            with cut as materialized (
                select step from metric where job_id = :job order by step desc offset :keep limit 1),
            gone as (
                delete from metric using cut where job_id = :job and metric.step <= cut.step
                    and (select count(*) from metric where job_id = :job) > :limit
                returning name, module, metric.step, value),
            kept as (
                insert into metric_bucket (job_id, name, module, step, min, max, sum, last, count)
                select :job, name, module, max(step), min(value), max(value), sum(value),
                    (max(array[step, value]))[2], count(*)
                from gone group by name, module, step / :width
                on conflict (job_id, name, module, step) do update set
                    min = least(metric_bucket.min, excluded.min), max = greatest(metric_bucket.max, excluded.max),
                    sum = metric_bucket.sum + excluded.sum, last = excluded.last,
                    count = metric_bucket.count + excluded.count
                returning step)
            update metric_count
            set points = (select count(*) from metric where job_id = :job) - (select count(*) from gone),
                thinned_to = greatest(thinned_to, (select max(step) from kept)), bucket_steps = :width
            where job_id = :job
            returning coalesce(thinned_to, 0)""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MetricProperties settings;

    MetricThinning(JdbcClient jdbc, PlatformTransactionManager transactions, MetricProperties settings) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${isograd.metrics.thin-interval}")
    void thinAll() {
        while (Boolean.TRUE.equals(transaction.execute(status -> thinNext()))) {
            LOG.debug("Thinned out one job; looking for another job with too many metric values");
        }
    }

    private boolean thinNext() {
        Optional<Candidate> job = jdbc.sql(NEXT)
                .param("limit", settings.rawPoints())
                .query((row, number) ->
                        new Candidate(row.getString("job_id"), row.getLong("last_step"), row.getLong("bucket_steps")))
                .optional();
        job.ifPresent(this::thin);
        return job.isPresent();
    }

    private record Candidate(String job, long lastStep, long bucketSteps) {}

    private void thin(Candidate candidate) {
        String job = candidate.job();
        long width = Math.max(candidate.bucketSteps(), width(candidate.lastStep()));
        if (width > candidate.bucketSteps()) {
            jdbc.sql(MERGE).param("job", job).param("width", width).update();
        }
        long to = jdbc.sql(THIN)
                .param("job", job)
                .param("keep", settings.rawPoints() / 2)
                .param("limit", settings.rawPoints())
                .param("width", width)
                .query(Long.class)
                .single();
        LOG.info("Thinned out the metrics of {}: up to step {}, only buckets of {} steps remain", job, to, width);
    }

    /** The widest of 1, 5, 25, 50, 100, 200, 400 … that gives at least as many buckets as a chart has. */
    static long width(long lastStep) {
        long width = 1;
        long next = 5;
        while (next <= lastStep / BUCKETS) {
            width = next;
            next *= next < 25 ? 5 : 2;
        }
        return width;
    }
}
