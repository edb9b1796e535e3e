package dev.isograd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class MetricsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private MetricWriter metrics;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        attempt = jobs.claimNew();
    }

    @Test
    void returnsEveryPointIfTheBucketsSuffice() {
        metrics.write(
                attempt,
                List.of(
                        new MetricPoint("train.loss", null, 1, 2.5),
                        new MetricPoint("train.loss", null, 2, 1.5),
                        new MetricPoint("module.loss", 2, 1, 0.5)));

        Api.Answer answer = get("");

        assertThat(answer.body().at("/data").size()).isEqualTo(2);
        assertThat(answer.at("/data/0/name")).isEqualTo("module.loss");
        assertThat(answer.body().at("/data/0/module").asInt()).isEqualTo(2);
        assertThat(answer.body().at("/data/1/module").isNull()).isTrue();
        assertThat(answer.body().at("/data/1/buckets/1").toString())
                .isEqualTo("{\"step\":2,\"min\":1.5,\"max\":1.5,\"mean\":1.5,\"last\":1.5,\"count\":1}");
        assertThat(answer.body().at("/lastStep").asLong()).isEqualTo(2);
    }

    @Test
    void aggregatesManyPointsIntoFewBuckets() {
        List<MetricPoint> points = new ArrayList<>();
        for (int step = 1; step <= 5000; step++) {
            points.add(new MetricPoint("train.loss", null, step, step % 10));
        }
        metrics.write(attempt, points);

        Api.Answer answer = get("?points=100");

        assertThat(answer.body().at("/data/0/buckets").size()).isEqualTo(100);
        assertThat(answer.body().at("/data/0/buckets/0").toString())
                .isEqualTo("{\"step\":50,\"min\":0.0,\"max\":9.0,\"mean\":4.5,\"last\":0.0,\"count\":50}");
        assertThat(answer.body().at("/data/0/buckets/99/step").asLong()).isEqualTo(5000);
    }

    @Test
    void writesColumnsWithFewDigits() {
        metrics.write(
                attempt,
                List.of(
                        new MetricPoint("train.loss", null, 11, 1.23456789),
                        new MetricPoint("train.loss", null, 12, Double.NaN),
                        new MetricPoint("module.loss", 2, 14, 2e-7 / 3)));

        Api.Answer answer = get("?layout=columns&fields=mean,count&digits=4");

        assertThat(answer.body().at("/data").toString())
                .isEqualTo(
                        "[{\"name\":\"module.loss\",\"module\":2,\"columns\":{\"step\":[14],\"mean\":[6.667E-8],\"count\":[1]}},"
                                + "{\"name\":\"train.loss\",\"module\":null,\"columns\":{\"step\":[11,12],\"mean\":[1.235,null],\"count\":[1,1]}}]");
        assertThat(answer.body().at("/firstStep").asLong()).isEqualTo(11);
        assertThat(answer.body().at("/bucketSteps").asLong()).isEqualTo(1);
        assertThat(get("?points=2").body().at("/bucketSteps").asLong()).isEqualTo(2);
        assertThat(get("?digits=2").body().at("/data/1/buckets/0/max").asDouble())
                .isEqualTo(1.2);
        assertThat(get("?layout=columns").body().at("/data/1/columns").propertyNames())
                .containsExactly("step", "min", "max", "mean", "last", "count");
    }

    @Test
    void filtersByNameModuleAndStep() {
        for (int step = 1; step <= 10; step++) {
            metrics.write(
                    attempt,
                    List.of(
                            new MetricPoint("train.loss", null, step, 1),
                            new MetricPoint("module.loss", 1, step, 1),
                            new MetricPoint("module.loss", 2, step, 1),
                            new MetricPoint("module.accuracy", 2, step, 1)));
        }

        Api.Answer answer = get("?names=module.loss,train.loss&modules=2,3&from=4&to=6");

        assertThat(answer.body().at("/data").size()).isEqualTo(1);
        assertThat(answer.at("/data/0/name")).isEqualTo("module.loss");
        assertThat(answer.body().at("/data/0/buckets").size()).isEqualTo(3);
        assertThat(answer.body().at("/lastStep").asLong()).isEqualTo(10);
    }

    @Test
    void ignoresEmptyParameters() {
        metrics.write(attempt, List.of(new MetricPoint("train.loss", null, 1, 2.5)));

        Api.Answer answer = get("?names=&modules=&from=&to=&points=&agg=");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(get("").body());
        assertThat(answer.body().at("/data").size()).isOne();
    }

    @Test
    void continuesTheSeriesFromTheLastCheckpoint() {
        metrics.write(attempt, points("train.loss", 1, 8));
        jobs.release(attempt);
        AttemptId second = jobs.claim();
        assertThat(get("").body().at("/lastStep").asLong()).isEqualTo(8);

        metrics.discardAfter(second, 5);
        metrics.write(second, points("train.loss", 6, 7));

        Api.Answer answer = get("");
        assertThat(answer.body().at("/data").size()).isEqualTo(1);
        assertThat(answer.body().at("/data/0/buckets").size()).isEqualTo(7);
        assertThat(answer.body().at("/lastStep").asLong()).isEqualTo(7);
        assertThat(raw("text/csv").text().lines()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void rejectsWritesOfASupersededAttempt() {
        jobs.release(attempt);
        AttemptId second = jobs.claim();
        metrics.write(second, points("train.loss", 1, 3));

        assertThatThrownBy(() -> metrics.write(attempt, points("train.loss", 2, 9)))
                .isInstanceOf(AttemptSuperseded.class);
        assertThatThrownBy(() -> metrics.discardAfter(attempt, 0)).isInstanceOf(AttemptSuperseded.class);

        assertThat(get("").body().at("/lastStep").asLong()).isEqualTo(3);
    }

    private static List<MetricPoint> points(String name, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(step -> new MetricPoint(name, null, step, 1.0 / step))
                .toList();
    }

    @Test
    void replacesTheValueOfARepeatedStep() {
        metrics.write(attempt, List.of(new MetricPoint("train.loss", null, 1, 1)));
        metrics.write(attempt, List.of(new MetricPoint("train.loss", null, 1, 2)));

        assertThat(get("").body().at("/data/0/buckets/0/last").asDouble()).isEqualTo(2);
    }

    @Test
    void writesNonFiniteValuesAsNull() {
        metrics.write(
                attempt,
                List.of(
                        new MetricPoint("train.loss", null, 1, Double.NaN),
                        new MetricPoint("train.loss", null, 2, Double.NEGATIVE_INFINITY)));

        assertThat(get("").body().at("/data/0/buckets/0/last").isNull()).isTrue();
        assertThat(raw("application/x-ndjson").text().lines().toList().getLast())
                .isEqualTo("{\"name\":\"train.loss\",\"module\":null,\"step\":2,\"value\":null}");
    }

    @Test
    void streamsRawValuesInBothFormats() {
        List<MetricPoint> points = new ArrayList<>();
        for (int step = 1; step <= 12_000; step++) {
            points.add(new MetricPoint("train.loss", null, step, 0.1 * step));
        }
        points.add(new MetricPoint("module.loss", 3, 1, 1e-30));
        metrics.write(attempt, points);

        Api.Answer csv = raw("text/csv");
        Api.Answer ndjson = raw("application/x-ndjson");

        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text().lines()).hasSize(12_002).startsWith("name,module,step,value", "module.loss,3,1,1.0E-30");
        assertThat(ndjson.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(ndjson.text().lines()).hasSize(12_001).doesNotHaveDuplicates();
        assertThat(raw("*/*").header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(raw("image/png").status()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "points=0",
                "points=10001",
                "from=-1",
                "to=x",
                "modules=0",
                "modules=one",
                "agg=mean",
                "names=%00",
                "layout=table",
                "fields=median",
                "fields=mean",
                "layout=columns&fields=mean,",
                "digits=0",
                "digits=18",
                "digits=two"
            })
    void rejectsInvalidQueries(String query) {
        assertThat(get("?" + query).status()).isEqualTo(400);
        assertThat(get("?from=5&to=4").status()).isEqualTo(400);
    }

    @Test
    void rejectsNamesThatNeedEscaping() {
        assertThatThrownBy(() -> metrics.write(attempt, List.of(new MetricPoint("a\"b", null, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Api.Answer get(String query) {
        return api.get("/jobs/" + attempt.job() + "/metrics" + query);
    }

    @Test
    void choosesThePreferredFormat() {
        assertThat(raw("text/csv;q=0.1, application/x-ndjson").header("Content-Type"))
                .startsWith("application/x-ndjson");
        assertThat(raw("text/csv, application/x-ndjson;q=0.1").header("Content-Type"))
                .startsWith("text/csv");
        assertThat(raw("nonsense").status()).isEqualTo(406);
    }

    private Api.Answer raw(String accept) {
        return api.send(api.authorized("/jobs/" + attempt.job() + "/metrics?agg=raw")
                .header("Accept", accept)
                .GET());
    }
}
