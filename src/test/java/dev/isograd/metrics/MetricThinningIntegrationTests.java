package dev.isograd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.web.TestJobs;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class MetricThinningIntegrationTests {

    private static final int RAW = 100_000;
    private static final int MORE = 20_000;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private MetricThinning thinning;

    @Autowired
    private JdbcClient jdbc;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        attempt = jobs.claimNew();
    }

    @Test
    void aggregatesTheOlderHalfIntoBuckets() {
        long begun = System.nanoTime();
        write(1, RAW);
        long written = System.nanoTime();
        thinning.thinAll();
        assertThat(rows("metric")).isEqualTo(RAW);
        printTime("write %d values".formatted(RAW), written - begun);
        printTime("read them as 1000 buckets", quickestRead());

        write(RAW + 1, RAW + MORE);
        thinning.thinAll();

        assertThat(rows("metric")).isEqualTo(RAW / 2);
        assertThat(rows("metric_bucket")).isBetween(600L, 800L);
        JsonNode one = get("?points=1").at("/data/0/buckets/0");
        assertThat(one.at("/min").asDouble()).isEqualTo(-1);
        assertThat(one.at("/max").asDouble()).isEqualTo(RAW + MORE);
        assertThat(one.at("/mean").asDouble()).isBetween((RAW + MORE) / 2.0 - 2, (RAW + MORE) / 2.0 + 2);
        assertThat(one.at("/last").asDouble()).isEqualTo(RAW + MORE);
        assertThat(one.at("/count").asLong()).isEqualTo(RAW + MORE);
        assertThat(get("?points=1&to=" + MORE).at("/data/0/buckets/0/min").asDouble())
                .isEqualTo(-1);
        printTime("read %d values, the older half thinned out".formatted(RAW + MORE), quickestRead());
    }

    @Test
    void reportsTheStepUpToWhichRawValuesAreGone() {
        fill(1, RAW + 1);
        thinning.thinAll();

        Api.Answer raw = api.get("/jobs/" + attempt.job() + "/metrics?agg=raw&from=0&to=50010");

        assertThat(raw.header("Isograd-Thinned-To")).isEqualTo("50001");
        assertThat(raw.text().lines()).hasSize(9).first().asString().contains("\"step\":50002");
    }

    @Test
    void deletesBucketsOfRepeatedSteps() {
        fill(1, RAW + 1);
        thinning.thinAll();

        metrics.discardAfter(attempt, 1000);
        metrics.write(attempt, List.of(new MetricPoint("train.loss", null, 1001, 5)));

        assertThat(get("").at("/lastStep").asLong()).isEqualTo(1001);
        JsonNode one = get("?points=1").at("/data/0/buckets/0");
        assertThat(one.at("/step").asLong()).isEqualTo(1001);
        assertThat(one.at("/max").asDouble()).isLessThanOrEqualTo(1000);
    }

    @Test
    void keepsTheShapeOfTheOlderHalfOfManySeries() {
        write(1, 1);
        jdbc.sql("""
                insert into metric (job_id, attempt, name, module, step, value)
                select :job, 1, 'module.loss', module, step, 1 + step % 2
                from generate_series(1, 60) module, generate_series(1, 2000) step""").param("job", attempt.job()).update();
        jdbc.sql("update metric_count set points = 120001, last_step = 2000").update();
        thinning.thinAll();

        JsonNode series = get("?modules=7&points=1000").at("/data/0/buckets");

        assertThat(rows("metric")).isBetween(49_000L, 51_000L);
        assertThat(series.size()).isEqualTo(1000);
        for (JsonNode bucket : series) {
            assertThat(bucket.at("/count").asLong()).isEqualTo(2);
            assertThat(bucket.at("/mean").asDouble()).isEqualTo(1.5);
        }
    }

    @Test
    void mergesOldBucketsWhenTheTrainingGrowsLonger() {
        fill(1, RAW + 1);
        thinning.thinAll();
        long before = rows("metric_bucket");
        metrics.write(attempt, List.of(new MetricPoint("train.loss", null, 400_000, 400_000)));
        jdbc.sql("update metric_count set points = 200000").update();
        fill(RAW + 2, 3 * RAW / 2 + 2);
        thinning.thinAll();

        assertThat(before).isEqualTo(501);
        assertThat(jdbc.sql("select bucket_steps from metric_count")
                        .query(Long.class)
                        .single())
                .isEqualTo(400);
        assertThat(jdbc.sql("select count(*) - count(distinct step / 400) from metric_bucket")
                        .query(Long.class)
                        .single())
                .as("the second cut adds to the bucket that the first one began")
                .isEqualTo(1);
        JsonNode all = get("?points=1").at("/data/0/buckets/0");
        assertThat(all.at("/min").asDouble()).isEqualTo(-1);
        assertThat(all.at("/count").asLong()).isEqualTo(3 * RAW / 2 + 3);
    }

    @Test
    void choosesWidthsThatDivideEachOther() {
        assertThat(LongStream.of(0, 999, 4999, 5000, 24_999, 25_000, 50_000, 100_000, 199_999, 200_000, 10_000_000)
                        .map(MetricThinning::width))
                .containsExactly(1L, 1L, 1L, 5L, 5L, 25L, 50L, 100L, 100L, 200L, 6400L);
    }

    @Test
    void readsTheLastValueOfEachSeriesAlsoFromBuckets() {
        metrics.write(attempt, List.of(new MetricPoint("boundary.cosine", 2, 5, 0.25)));
        fill(1, RAW + 1);
        thinning.thinAll();

        JsonNode last = get("?agg=last");

        assertThat(last.at("/data").size()).isEqualTo(2);
        assertThat(last.at("/data/0/buckets").toString())
                .isEqualTo("[{\"step\":5,\"min\":0.25,\"max\":0.25,\"mean\":0.25,\"last\":0.25,\"count\":1}]");
        assertThat(last.at("/data/1/buckets/0/step").asLong()).isEqualTo(RAW + 1);
        assertThat(get("?agg=last&to=300").at("/data/1/buckets/0/last").asDouble())
                .isEqualTo(299);
        assertThat(get("?agg=last&names=train.loss").at("/data").size()).isEqualTo(1);
        assertThat(get("?agg=last&modules=3").at("/data").size()).isZero();
    }

    @Test
    void skipsJobsWithFewValues() {
        write(1, 10);
        for (int i = 0; i < 3; i++) {
            write(1, 10);
        }
        jdbc.sql("update metric_count set points = 200000").update();

        thinning.thinAll();

        assertThat(rows("metric")).isEqualTo(10);
        assertThat(rows("metric_bucket")).isZero();
        assertThat(jdbc.sql("select points from metric_count").query(Long.class).single())
                .isEqualTo(10);
    }

    /** Writes the step as the value, except -1 at step 777. */
    private void write(long from, long to) {
        for (long first = from; first <= to; first += 5000) {
            metrics.write(
                    attempt,
                    LongStream.rangeClosed(first, Math.min(to, first + 4999))
                            .mapToObj(step -> new MetricPoint("train.loss", null, step, step == 777 ? -1 : step))
                            .toList());
        }
    }

    /** Stores what {@link #write} writes, without the time that the writer takes for it. */
    private void fill(long from, long to) {
        jdbc.sql("""
                insert into metric (job_id, attempt, name, module, step, value)
                select :job, 1, 'train.loss', 0, step, case when step = 777 then -1 else step end
                from generate_series(:from, :to) step""")
                .param("job", attempt.job())
                .param("from", from)
                .param("to", to)
                .update();
        jdbc.sql("""
                insert into metric_count as counted (job_id, batches, points, last_step)
                values (:job, 1, :points, :to)
                on conflict (job_id) do update set points = counted.points + :points,
                    last_step = greatest(counted.last_step, :to)""")
                .param("job", attempt.job())
                .param("points", to - from + 1)
                .param("to", to)
                .update();
    }

    private long quickestRead() {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            assertThat(get("").at("/data/0/buckets").size()).isBetween(990, 1000);
            quickest = Math.min(quickest, System.nanoTime() - begun);
        }
        return quickest;
    }

    private static void printTime(String what, long nanos) {
        System.out.printf("Metrics: %s: %d ms%n", what, nanos / 1_000_000);
    }

    private long rows(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private JsonNode get(String query) {
        return api.get("/jobs/" + attempt.job() + "/metrics" + query).body();
    }
}
