package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of a real server that has trained: once with success, once in vain and once at the second attempt. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills processes as Linux does")
class ObservabilityTests {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_BYTES = 100_000;
    private static final int OTHER_JOBS = 3_000;

    private static final String PEPPER = "planted-pepper-1f0a";
    private static final String S3_SECRET = "planted-s3-secret-2f0b";
    private static final String S3_KEY = "planted-s3-key-3f0c";
    private static final String OIDC_SECRET = "planted-oidc-4f0d";
    private static final String PASSWORD = "planted-password-5f0e";
    private static final String OTHER_PASSWORD = "planted-in-an-address-6f0f";
    private static final int MOST_BUNDLE_BYTES = 2_000_000;

    private static final String TRAINING = """
            {"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":1,"width":8},"rule":{"type":"backprop"},
             "epochs":%d,"batchSize":50,"device":"cpu"%s}""";

    @TempDir
    static Path data;

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String database = "";
    private static int managementPort;
    private static TraceReceiver traces;
    private static ServerProcess server;
    private static Scrape afterThreeJobs;
    private static String succeeded = "";
    private static String killed = "";

    @BeforeAll
    static void train() throws Exception {
        database = TestDatabase.create();
        managementPort = ServerProcess.freePort();
        traces = new TraceReceiver();
        server = ServerProcess.startWith(
                        Map.of(
                                "ISOGRAD_ACCOUNTS_PEPPER",
                                PEPPER,
                                "ISOGRAD_ARTIFACTS_S3_SECRET_KEY",
                                S3_SECRET,
                                "ISOGRAD_ARTIFACTS_S3_ACCESS_KEY",
                                S3_KEY,
                                "ISOGRAD_OIDC_CLIENT_SECRET",
                                OIDC_SECRET,
                                "SPRING_DATASOURCE_PASSWORD",
                                PASSWORD,
                                "MANAGEMENT_SERVER_PORT",
                                Integer.toString(managementPort),
                                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                                traces.endpoint(),
                                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_SCHEDULE_DELAY",
                                "200ms",
                                "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                                "ecs",
                                "LOGGING_LEVEL_DEV_ISOGRAD_OUTPUT",
                                "debug"),
                        data,
                        "--spring.datasource.url=" + database + "&password=" + OTHER_PASSWORD,
                        "--isograd.worker.threads=1",
                        "--isograd.jobs.retry-delay=10ms")
                .awaitHealthy();
        succeeded = server.submit(TRAINING.formatted(1, ""));
        await(succeeded, "SUCCEEDED");
        await(
                server.submit(TRAINING.formatted(1, ",\"optimizer\":{\"type\":\"sgd\",\"learningRate\":1000}")),
                "FAILED");
        killed = server.submit(TRAINING.formatted(3, ""));
        server.awaitJob(killed, PATIENCE, ServerProcess::isTraining);
        server.trainers().forEach(ProcessHandle::destroyForcibly);
        await(killed, "SUCCEEDED");
        afterThreeJobs = scrape();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
        traces.close();
    }

    private static void await(String job, String state) throws InterruptedException {
        server.awaitJob(job, PATIENCE, now -> now.get("state").asString().equals(state));
    }

    @Test
    void countsWhatHappened() {
        Scrape scrape = afterThreeJobs;

        assertThat(scrape.value("isograd_jobs{state=\"SUCCEEDED\"}")).isEqualTo(2);
        assertThat(scrape.value("isograd_jobs{state=\"FAILED\"}")).isEqualTo(1);
        assertThat(scrape.value("isograd_jobs{state=\"QUEUED\"}")).isZero();
        assertThat(scrape.value("isograd_queue_depth")).isZero();
        assertThat(scrape.value("isograd_queue_oldest_seconds")).isZero();
        assertThat(scrape.value("isograd_queue_wait_seconds_count")).isEqualTo(4);
        assertThat(scrape.value("isograd_queue_wait_seconds_bucket{le=\"86400.0\"}"))
                .isEqualTo(4);
        assertThat(scrape.value("isograd_run_seconds_count")).isEqualTo(4);
        assertThat(scrape.value("isograd_run_seconds_sum")).isPositive();
        assertThat(scrape.value("isograd_attempts_total{outcome=\"SUCCEEDED\"}"))
                .isEqualTo(2);
        assertThat(scrape.value("isograd_attempts_total{outcome=\"FAILED\"}")).isEqualTo(1);
        assertThat(scrape.value("isograd_failures_total{reason=\"DIVERGED\"}")).isEqualTo(1);
        assertThat(scrape.series().entrySet().stream()
                        .filter(each -> each.getKey().startsWith("isograd_retries_total{"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum())
                .isEqualTo(1);
        assertThat(scrape.value("isograd_out_of_memory_total{memory=\"host\"}")).isZero();
        assertThat(scrape.value("isograd_lease_expiries_total")).isZero();
        assertThat(scrape.value("isograd_memory_estimate_ratio_count")).isEqualTo(2);
        assertThat(scrape.value("isograd_memory_estimate_ratio_sum")).isPositive();
        assertThat(scrape.value("isograd_checkpoint_seconds_count")).isEqualTo(2);
        assertThat(scrape.value("isograd_checkpoint_written_bytes_total")).isGreaterThan(1_000);
        assertThat(scrape.value("isograd_workers{state=\"live\"}")).isEqualTo(1);
        assertThat(scrape.value("isograd_slots{kind=\"cpu\",state=\"free\"}")).isEqualTo(1);
        assertThat(scrape.value("isograd_database_up")).isEqualTo(1);
        assertThat(scrape.value("isograd_streams")).isZero();
        assertThat(scrape.value("isograd_event_lag_seconds")).isZero();
        assertThat(scrape.text()).contains("isograd_device_memory_bytes{device=\"cpu\",kind=\"used\",worker=\"");
    }

    @Test
    void hasNoLabelThatGrows() throws Exception {
        copyJob(OTHER_JOBS);
        Thread.sleep(Duration.ofSeconds(5));
        Scrape scrape = scrape();

        assertThat(scrape.value("isograd_jobs{state=\"FAILED\"}")).isEqualTo(1 + OTHER_JOBS);
        assertThat(scrape.labels())
                .containsOnly("state", "outcome", "reason", "memory", "kind", "device", "worker", "le");
        assertThat(scrape.text()).doesNotContain("job_", "prj_", "acc_", "key_");
        assertThat(scrape.text().length()).isLessThan(MOST_BYTES);
        System.out.printf(
                "A scrape with %,d jobs has %,d bytes%n",
                OTHER_JOBS, scrape.text().length());
    }

    @Test
    void servesHealthOnBothPortsAndMetricsOnOne() throws Exception {
        assertThat(server.status("/actuator/prometheus")).isEqualTo(401);
        assertThat(server.answer("/actuator/prometheus").statusCode()).isEqualTo(404);
        for (String health : new String[] {"", "/liveness", "/readiness"}) {
            assertThat(server.status("/actuator/health" + health)).isEqualTo(200);
            assertThat(management("/actuator/health" + health).statusCode()).isEqualTo(200);
        }
        assertThat(server.answer("/actuator/health").body())
                .isEqualTo(management("/actuator/health").body())
                .contains("\"status\":\"UP\"", "liveness", "readiness");
        assertThat(server.status("/actuator/health/nothing")).isEqualTo(404);
        for (String closed :
                new String[] {"env", "heapdump", "beans", "configprops", "threaddump", "loggers", "metrics"}) {
            assertThat(management("/actuator/" + closed).statusCode()).isIn(401, 404);
        }
        assertThat(management("/api/v1/jobs").statusCode()).isIn(401, 404);
    }

    @Test
    void tracesARequestToThePhasesOfItsAttempts() throws Exception {
        List<Span> spans = awaitSpans(killed, 2);

        List<Span> attempts = attempts(spans, killed);
        Span request = spans.stream()
                .filter(span -> span.getSpanId().equals(attempts.getFirst().getParentSpanId()))
                .findFirst()
                .orElseThrow();
        assertThat(request.getName()).isEqualTo("http post /api/v1/jobs");
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(attempt.getTraceId()).isEqualTo(request.getTraceId());
            assertThat(children(spans, attempt))
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder("stage", "launch", "train", "upload");
            assertThat(children(spans, attempt)).allSatisfy(phase -> {
                assertThat(phase.getStartTimeUnixNano()).isGreaterThanOrEqualTo(attempt.getStartTimeUnixNano());
                assertThat(phase.getEndTimeUnixNano()).isLessThanOrEqualTo(attempt.getEndTimeUnixNano());
            });
        });
        assertThat(awaitSpans(succeeded, 1)).isNotEmpty();
        assertThat(attempts(spans, succeeded).getFirst().getTraceId()).isNotEqualTo(request.getTraceId());
    }

    private static List<Span> awaitSpans(String job, int wanted) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (attempts(traces.spans(), job).size() < wanted && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        return traces.spans();
    }

    private static List<Span> attempts(List<Span> spans, String job) {
        return spans.stream()
                .filter(span -> span.getName().equals("attempt"))
                .filter(span -> span.getAttributesList().stream()
                        .anyMatch(tag -> tag.getKey().equals("job")
                                && tag.getValue().getStringValue().equals(job)))
                .toList();
    }

    private static List<Span> children(List<Span> spans, Span parent) {
        return spans.stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .toList();
    }

    @Test
    void logsJsonWithJobAttemptAndRequest() throws Exception {
        String given = "a-request-of-mine";
        HttpResponse<String> submitted = HTTP.send(
                server.request("/api/v1/jobs")
                        .header("Content-Type", "application/json")
                        .header("X-Request-Id", given)
                        .POST(HttpRequest.BodyPublishers.ofString(TRAINING.formatted(1, "")))
                        .build(),
                BodyHandlers.ofString());
        String job = JSON.readTree(submitted.body()).get("id").asString();
        await(job, "SUCCEEDED");

        List<JsonNode> lines = server.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.has("@timestamp")).isTrue();
            assertThat(line.has("message")).isTrue();
        });
        JsonNode ofChild = lines.stream()
                .filter(line -> line.at("/log/logger").asString().equals("dev.isograd.output"))
                .filter(line -> line.path("job").asString("").equals(job))
                .findFirst()
                .orElseThrow(() -> new AssertionError(server.output()));
        assertThat(ofChild.path("attempt").asString()).isEqualTo("1");
        assertThat(ofChild.path("request").asString()).isEqualTo(given);
        assertThat(server.output()).doesNotContain("\tat ");
    }

    @Test
    void bundlesForSupportWhatIsNoSecret() throws Exception {
        HttpResponse<byte[]> answer =
                HTTP.send(server.request("/api/v1/admin/support-bundle").build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.body().length).isLessThan(MOST_BUNDLE_BYTES);
        Map<String, String> files = unzip(answer.body());
        String key = Files.readString(data.resolve("admin.key")).strip();
        files.forEach((name, text) ->
                assertThat(text).as(name).doesNotContain("planted-", key, "Not available", "Not ready"));
        assertThat(files.keySet())
                .containsExactly(
                        "about.json",
                        "settings.json",
                        "health.json",
                        "problems.txt",
                        "queue.json",
                        "failures.json",
                        "workers.json",
                        "database.json");
        assertThat(JSON.readTree(files.get("about.json")).at("/java").asString())
                .startsWith("25");
        JsonNode settings = JSON.readTree(files.get("settings.json"));
        assertThat(settings.path("isograd.accounts.pepper").asString()).isEqualTo("(hidden)");
        assertThat(settings.path("isograd.artifacts.s3.secret-key").asString()).isEqualTo("(hidden)");
        assertThat(settings.path("isograd.jobs.lease").asString()).isEqualTo("60s");
        assertThat(settings.path("spring.datasource.url").asString()).startsWith("jdbc:postgresql://");
        assertThat(JSON.readTree(files.get("health.json")).at("/status").asString())
                .isEqualTo("UP");
        assertThat(files.get("failures.json")).contains("DIVERGED");
        assertThat(JSON.readTree(files.get("workers.json")).at("/workers").size())
                .isEqualTo(1);
        assertThat(files.get("database.json")).contains("PostgreSQL");
    }

    private static Map<String, String> unzip(byte[] zip) throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                files.put(entry.getName(), new String(entries.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void knowsEveryMetricOfTheAlertsAndTheBoard() throws Exception {
        Set<String> known = scrape().names();
        Pattern metric = Pattern.compile("\\b(?:isograd|http_server|hikaricp|jvm)_[a-z_]+");

        for (String file : new String[] {"alerts.yaml", "grafana.json"}) {
            Set<String> named = new TreeSet<>();
            Matcher each = metric.matcher(Files.readString(Path.of("helm/isograd/files", file)));
            while (each.find()) {
                named.add(each.group());
            }
            assertThat(named).as(file).hasSizeGreaterThan(10).isSubsetOf(known);
        }
    }

    private static Scrape scrape() throws Exception {
        HttpResponse<String> answer = management("/actuator/prometheus");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scrape.of(answer.body());
    }

    private static HttpResponse<String> management(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void copyJob(int copies) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into job (id, project_id, name, labels, priority, spec, state, reason_code, reason_message,
                        created_at, finished_at)
                    select 'job_copy' || n, project_id, name || n, labels, priority, spec, 'FAILED', 'DIVERGED', 'copy',
                        created_at, created_at
                    from job cross join generate_series(1, %d) n where id = '%s'""".formatted(copies, succeeded));
        }
    }
}
