package dev.isograd.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.web.TestJobs;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class OperationsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JobQueue queue;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void oneWorkerSinceHalfAnHour() {
        jdbc.sql("delete from worker").update();
        jdbc.sql("""
                insert into worker (id, name, device, slots, version, started_at, last_seen_at)
                values ('wrk_1', 'basement', 'gpu', 2, '1.2.3', now() - interval '30 minutes', now())""").update();
        jdbc.sql("""
                insert into worker_device (worker_id, id, position, kind, name, slots, total_bytes, used_bytes,
                    fitting_bytes, state)
                values ('wrk_1', 'GPU-1', 0, 'gpu', 'H100', 1, 1, 1, 1, 'free'),
                    ('wrk_1', 'GPU-2', 1, 'gpu', 'H100', 1, 1, 1, 1, 'free')""").update();
    }

    @Test
    void reportsNothingWithoutJobs() {
        JsonNode hour = api.get("/admin/operations").body();

        assertThat(hour.at("/window").asString()).isEqualTo("hour");
        assertThat(hour.at("/intervalSeconds").asInt()).isEqualTo(60);
        assertThat(hour.at("/points").size()).isEqualTo(60);
        assertThat(hour.at("/now/queued").asInt()).isZero();
        hour.at("/points").forEach(point -> {
            assertThat(point.at("/queued").asInt()).isZero();
            assertThat(point.at("/runningCpu").asInt()).isZero();
            assertThat(point.at("/medianWaitSeconds").isNull()).isTrue();
        });
    }

    @Test
    void countsQueueRunningAndWaitsBackwards() {
        AttemptId over = jobs.claimNew();
        queue.succeed(over, Map.of());
        AttemptId running = jobs.claimNew();
        jobs.submit();
        // Queued 40 minutes ago, claimed after 10 minutes, over after 10 more; the second was claimed 15 minutes ago.
        shift(over.job(), "null", "QUEUED", 40);
        shift(over.job(), "QUEUED", "RUNNING", 30);
        attempt(over.job(), 30, 20);
        shift(running.job(), "null", "QUEUED", 17);
        shift(running.job(), "QUEUED", "RUNNING", 15);
        jdbc.sql("update job_attempt set started_at = now() - interval '15 minutes' where job_id = :job")
                .param("job", running.job())
                .update();

        JsonNode hour = api.get("/admin/operations?window=hour").body();

        assertThat(hour.at("/now/queued").asInt()).isEqualTo(1);
        assertThat(hour.at("/now/runningCpu").asInt()).isEqualTo(1);
        assertThat(minutesAgo(hour, 45).at("/queued").asInt()).isZero();
        assertThat(minutesAgo(hour, 35).at("/queued").asInt()).isEqualTo(1);
        assertThat(minutesAgo(hour, 35).at("/runningCpu").asInt()).isZero();
        assertThat(minutesAgo(hour, 25).at("/queued").asInt()).isZero();
        assertThat(minutesAgo(hour, 25).at("/runningCpu").asInt()).isEqualTo(1);
        assertThat(minutesAgo(hour, 19).at("/runningCpu").asInt()).isZero();
        assertThat(minutesAgo(hour, 16).at("/queued").asInt()).isEqualTo(1);
        assertThat(minutesAgo(hour, 10).at("/queued").asInt()).isZero();
        assertThat(minutesAgo(hour, 10).at("/runningCpu").asInt()).isEqualTo(1);
        double waited = hour.at("/points")
                .valueStream()
                .filter(point -> point.at("/claims").asInt() == 1)
                .mapToDouble(point -> point.at("/longestWaitSeconds").asDouble())
                .max()
                .orElseThrow();
        assertThat(waited).isBetween(599.0, 601.0);
        JsonNode day = api.get("/admin/operations?window=day").body();
        assertThat(day.at("/points").size()).isEqualTo(96);
        assertThat(day.at("/points/0/queued").asInt()).isZero();
        assertThat(day.at("/points/95/queued").asInt()).isEqualTo(1);
    }

    @Test
    void countsWorkersAndGpusFromTheirStartToTheirLastReport() {
        JsonNode hour = api.get("/admin/operations").body();

        assertThat(hour.at("/now/workers").asInt()).isEqualTo(1);
        assertThat(hour.at("/now/gpus").asInt()).isEqualTo(2);
        assertThat(minutesAgo(hour, 20).at("/gpus").asInt()).isEqualTo(2);
        assertThat(minutesAgo(hour, 35).at("/workers").asInt()).isZero();
    }

    @Test
    void refusesAnotherWindow() {
        Api.Answer answer = api.get("/admin/operations?window=year");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("window");
    }

    private static JsonNode minutesAgo(JsonNode hour, int minutes) {
        return hour.at("/points/" + (59 - minutes));
    }

    private void shift(String job, String from, String to, int minutesAgo) {
        int rows = jdbc.sql("""
                        update job_event set at = now() - :minutes * interval '1 minute'
                        where job_id = :job and coalesce(from_state, 'null') = :from and to_state = :to""")
                .param("minutes", minutesAgo)
                .param("job", job)
                .param("from", from)
                .param("to", to)
                .update();
        assertThat(rows).isEqualTo(1);
    }

    private void attempt(String job, int startedMinutesAgo, int endedMinutesAgo) {
        jdbc.sql("""
                        update job_attempt set started_at = now() - :started * interval '1 minute',
                            ended_at = now() - :ended * interval '1 minute' where job_id = :job""")
                .param("started", startedMinutesAgo)
                .param("ended", endedMinutesAgo)
                .param("job", job)
                .update();
    }
}
