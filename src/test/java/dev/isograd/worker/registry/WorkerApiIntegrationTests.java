package dev.isograd.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class WorkerApiIntegrationTests {

    private static final String SPEC = """
            {"name":"two slots","slots":2,"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":3},"split":{"modules":3},
             "rule":{"type":"sgr"},"epochs":1}}""";

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void oneWorker() {
        SampleJobs.clear(jdbc);
        jdbc.sql("delete from worker").update();
        jdbc.sql("""
                insert into worker (id, name, device, slots, version, started_at, last_seen_at)
                values ('wrk_1', 'basement', 'cpu', 4, '1.2.3', now(), now())""").update();
    }

    @Test
    void showsIdleWorker() {
        JsonNode worker = worker();

        assertThat(worker.at("/name").asString()).isEqualTo("basement");
        assertThat(worker.at("/slots").asInt()).isEqualTo(4);
        assertThat(worker.at("/slotsInUse").asInt()).isZero();
        assertThat(worker.at("/running").size()).isZero();
        assertThat(worker.at("/version").asString()).isEqualTo("1.2.3");
        assertThat(worker.at("/stale").asBoolean()).isFalse();
    }

    @Test
    void showsRunningJobsAndSlotsInUse() {
        String job = SampleJobs.submit(api, SPEC);
        assertThat(queue.claim(new FreeSlots("wrk_1", "cpu", 4, 4))).isPresent();

        JsonNode worker = worker();

        assertThat(worker.at("/slotsInUse").asInt()).isEqualTo(2);
        assertThat(worker.at("/running").size()).isOne();
        assertThat(worker.at("/running/0/id").asString()).isEqualTo(job);
        assertThat(worker.at("/running/0/name").asString()).isEqualTo("two slots");
        assertThat(worker.at("/running/0/state").asString()).isEqualTo("RUNNING");
        assertThat(worker.at("/running/0/startedAt").asString()).isNotEmpty();
    }

    @Test
    void showsOnlyNumbersOfOtherProjects() {
        SampleJobs.submit(api, SPEC);
        assertThat(queue.claim(new FreeSlots("wrk_1", "cpu", 4, 4))).isPresent();
        jdbc.sql("update job_lease set project_id = 'prj_other'").update();

        JsonNode worker = worker();

        assertThat(worker.at("/running").size()).isZero();
        assertThat(worker.at("/othersRunning").asInt()).isOne();
        assertThat(worker.at("/slotsInUse").asInt()).isEqualTo(2);
        assertThat(worker.toString()).doesNotContain("two slots");
    }

    @Test
    void marksAWorkerAsStaleAfterHalfAMinute() {
        jdbc.sql("update worker set last_seen_at = clock_timestamp() - interval '25 s'")
                .update();
        assertThat(worker().at("/stale").asBoolean()).isFalse();

        jdbc.sql("update worker set last_seen_at = clock_timestamp() - interval '31 s'")
                .update();
        assertThat(worker().at("/stale").asBoolean()).isTrue();
    }

    @Test
    void listsTheLastStartedFirstInPages() {
        jdbc.sql("""
                insert into worker (id, name, device, slots, started_at, last_seen_at) values
                ('wrk_0', 'attic', 'cpu', 1, now() - interval '1 h', now()),
                ('wrk_2', 'shed', 'cpu', 1, now() - interval '1 h', now())""").update();

        Api.Answer first = api.get("/workers?limit=2");
        Api.Answer second = api.get("/workers?limit=2&after=" + first.at("/next"));

        assertThat(ids(first)).containsExactly("wrk_1", "wrk_2");
        assertThat(first.body().at("/hasMore").asBoolean()).isTrue();
        assertThat(ids(second)).containsExactly("wrk_0");
        assertThat(second.body().at("/hasMore").asBoolean()).isFalse();
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "after=foo", "after=job_1"})
    void refusesPagesThatDoNotExist(String query) {
        Api.Answer answer = api.get("/workers?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("?" + query.substring(0, query.indexOf('=')));
    }

    private static List<String> ids(Api.Answer page) {
        return page.body()
                .at("/data")
                .valueStream()
                .map(worker -> worker.at("/id").asString())
                .toList();
    }

    private JsonNode worker() {
        JsonNode list = api.get("/workers").body().at("/data");
        assertThat(list.size()).isOne();
        return list.get(0);
    }
}
