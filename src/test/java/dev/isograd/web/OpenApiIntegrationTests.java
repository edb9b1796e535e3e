package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.logs.LogLine;
import dev.isograd.logs.LogStream;
import dev.isograd.logs.LogWriter;
import dev.isograd.metrics.MetricPoint;
import dev.isograd.metrics.MetricWriter;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The document describes the routes and the answers of the running application. */
@IsogradTest
class OpenApiIntegrationTests {

    private static final String BASE = "https://isograd.dev/openapi.json";

    @Autowired
    private Api api;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Autowired
    private JobQueue queue;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private LogWriter logs;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        SampleJobs.clear(jdbc);
    }

    @Test
    void isServedWithoutKey() {
        Api.Answer answer = api.send(api.anonymous("/api/v1/openapi.json").GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.at("/openapi")).startsWith("3.1");
        Api.Answer head =
                api.send(api.anonymous("/api/v1/openapi.json").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
    }

    @Test
    void listsEveryRouteAndNoOther() {
        Set<String> running = new TreeSet<>();
        routes.getHandlerMethods().keySet().forEach(route -> {
            for (String path : route.getPatternValues()) {
                if (path.startsWith("/api/")) {
                    route.getMethodsCondition().getMethods().forEach(method -> running.add(method.name() + " " + path));
                }
            }
        });

        Set<String> described = new TreeSet<>();
        document()
                .at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(running);
    }

    @Test
    void describesJobs() {
        String job = SampleJobs.submit(api);
        assertValid("get", "/api/v1/jobs/{id}", 200, api.get("/jobs/" + job));

        runningAttempt();

        assertValid("get", "/api/v1/jobs", 200, api.get("/jobs"));
        assertValid("get", "/api/v1/jobs", 200, api.get("/jobs?summary=true"));
        assertValid("get", "/api/v1/jobs/facets", 200, api.get("/jobs/facets"));
        assertValid("get", "/api/v1/jobs/{id}/events", 200, api.get("/jobs/" + job + "/events"));
        assertValid("post", "/api/v1/jobs/{id}/cancel", 200, api.post("/jobs/" + job + "/cancel", ""));
        assertValid("post", "/api/v1/jobs", 201, api.post("/jobs", SampleJobs.SPEC));
    }

    @Test
    void describesMetricsLogsAndCheckpoints() {
        String job = SampleJobs.submit(api);
        AttemptId attempt = runningAttempt();

        metrics.write(attempt, List.of(new MetricPoint("module.loss", 1, 1, Double.NaN)));
        logs.append(attempt, List.of(new LogLine(LogStream.SYSTEM, Instant.EPOCH, "text")));

        assertValid("get", "/api/v1/jobs/{id}/metrics", 200, api.get("/jobs/" + job + "/metrics"));
        assertValid("get", "/api/v1/jobs/{id}/logs", 200, api.get("/jobs/" + job + "/logs"));
        assertValid("get", "/api/v1/jobs/{id}/checkpoints", 200, api.get("/jobs/" + job + "/checkpoints"));
    }

    @Test
    void describesResults() {
        String job = SampleJobs.submit(api);

        queue.succeed(runningAttempt(), Map.of("testAccuracy", 0.5));

        assertValid("get", "/api/v1/jobs/{id}", 200, api.get("/jobs/" + job));
        assertValid("get", "/api/v1/jobs/{id}/result", 200, api.get("/jobs/" + job + "/result"));
    }

    @Test
    void describesWorkersAndTheirJobs() {
        SampleJobs.submit(api);
        runningAttempt();
        jdbc.sql("delete from worker").update();
        jdbc.sql("""
                insert into worker (id, name, device, slots, started_at, last_seen_at)
                values ('w', 'described', 'cpu', 1, now(), now())""").update();

        assertThat(api.get("/workers").body().at("/data/0/running").size()).isOne();
        assertValid("get", "/api/v1/workers", 200, api.get("/workers"));

        jdbc.sql("delete from worker where id = 'w'").update();
    }

    /** Claims the only job and reports progress. */
    private AttemptId runningAttempt() {
        AttemptId attempt = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
        queue.progress(attempt, new JobProgress(0, 3, 10, 40, 7L));
        return attempt;
    }

    @Test
    void describesTheRest() {
        for (String path : List.of("/catalog", "/datasets", "/workers", "/me", "/projects", "/api-keys")) {
            assertValid("get", "/api/v1" + path, 200, api.get(path));
        }
        assertValid(
                "get",
                "/api/v1/datasets/{nameOrId}",
                200,
                api.get("/datasets/" + api.get("/datasets").at("/data/0/name")));
        assertValid("post", "/api/v1/api-keys", 201, api.post("/api-keys", "{\"name\":\"described\"}"));
    }

    @Test
    void describesErrors() {
        Schema problem = schema("/components/schemas/Problem");

        assertThat(problem.validate(api.post("/jobs", "{\"epochs\":-1}").body()))
                .isEmpty();
        assertThat(problem.validate(api.get("/jobs/none").body())).isEmpty();
        assertThat(problem.validate(api.get("/me").body())).isNotEmpty();
    }

    private void assertValid(String method, String path, int status, Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        String pointer = "/paths/%s/%s/responses/%d/content/application~1json/schema"
                .formatted(path.replace("/", "~1"), method, status);
        List<Error> errors = schema(pointer).validate(answer.body());
        assertThat(errors).as(path + " " + answer.text()).isEmpty();
    }

    private Schema schema(String pointer) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(BASE, document().toString())));
        return registry.getSchema(
                SchemaLocation.of(BASE + "#" + pointer.replace("{", "%7B").replace("}", "%7D")));
    }

    private JsonNode document() {
        return api.send(api.anonymous("/api/v1/openapi.json").GET()).body();
    }
}
