package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many clients at once on a table of many jobs. */
@Tag("chaos")
class ApiLoadTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int JOBS = Integer.getInteger("isograd.test.load.jobs", 100_000);
    private static final int CONNECTIONS = 64;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("isograd.test.load.seconds", 60));
    /** Compiling what is hot takes so long here, beside all else. */
    private static final Duration WARM_UP = Duration.ofSeconds(90);

    @TempDir
    Path data;

    @Test
    void answersListsReadsAndSubmissions() throws Exception {
        String database = TestDatabase.create();
        try (ServerProcess server = ServerProcess.startForLoad(
                                data, "--isograd.roles=api", "--spring.datasource.url=" + database)
                        .awaitHealthy();
                HttpClient http = HttpClient.newHttpClient()) {
            fill(database, server.submit(ServerProcessTests.SHORT));
            load(server, http, WARM_UP);

            List<Long> times = load(server, http, TIME);

            Collections.sort(times);
            System.out.printf(
                    "%d connections, %d jobs: %d requests/s, p50 %d ms, p99 %d ms, longest %d ms%n",
                    CONNECTIONS,
                    JOBS,
                    times.size() / TIME.toSeconds(),
                    times.get(times.size() / 2) / 1_000_000,
                    times.get(times.size() * 99 / 100) / 1_000_000,
                    times.getLast() / 1_000_000);
        }
    }

    /** Like one that was submitted; one in ten is still queued. */
    private static void fill(String database, String like) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into job (id, project_id, name, labels, priority, spec, state, created_at, finished_at)
                    select 'job_01' || lpad(i::text, 24, '0'), project_id, 'filler ' || i, '{}', 0, spec,
                        case when i %% 10 = 0 then 'QUEUED' else 'SUCCEEDED' end, now(),
                        case when i %% 10 = 0 then null else now() end
                    from job cross join generate_series(1, %d) i where id = '%s'""".formatted(JOBS, like));
            statement.execute("""
                    insert into job_event (id, job_id, type, at, to_state, message, attempt)
                    select 'evt_' || id, id, 'state', now(), state, 'Filled in.', 0 from job where id <> '%s'""".formatted(like));
            statement.execute("analyze");
        }
    }

    private static List<Long> load(ServerProcess server, HttpClient http, Duration time) throws Exception {
        List<Long> times = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(i);
                all.add(clients.submit(() -> askUntil(server, http, random, System.nanoTime() + time.toNanos())));
            }
            for (Future<List<Long>> one : all) {
                times.addAll(one.get());
            }
        }
        return times;
    }

    private static List<Long> askUntil(ServerProcess server, HttpClient http, Random random, long end)
            throws Exception {
        List<Long> times = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            long begun = System.nanoTime();
            int dice = random.nextInt(10);
            if (dice < 5) {
                String id = "job_01%024d".formatted(1 + random.nextInt(JOBS));
                assertThat(ask(http, server.request("/api/v1/jobs/" + id), 200)
                                .at("/id")
                                .asString())
                        .isEqualTo(id);
            } else if (dice < 8) {
                String state = dice == 5 ? "?state=queued" : "";
                assertThat(ask(http, server.request("/api/v1/jobs" + state), 200)
                                .at("/data")
                                .size())
                        .isEqualTo(20);
            } else {
                HttpRequest.Builder submission = server.request("/api/v1/jobs")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(ServerProcessTests.SHORT));
                assertThat(ask(http, submission, 201).at("/state").asString()).isEqualTo("QUEUED");
            }
            times.add(System.nanoTime() - begun);
        }
        return times;
    }

    private static JsonNode ask(HttpClient http, HttpRequest.Builder request, int status) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }
}
