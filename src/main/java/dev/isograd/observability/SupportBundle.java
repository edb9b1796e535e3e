package dev.isograd.observability;

import dev.isograd.IsogradProperties;
import dev.isograd.ShortText;
import dev.isograd.jobs.queue.QueuePlaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gathers what support asks for first, without secrets and without what users have trained.
 *
 * <p>Each file has a limit of time and size. A file that cannot be made says why, and the others are still there.
 */
@Component
class SupportBundle {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final String OLDEST_QUEUED = """
            select id, priority, slots, device, estimated_bytes, queued_at, attempt, crashes, losses from job
            where state = 'QUEUED' order by queued_at limit 50""";
    private static final String FAILURES = """
            select id, attempt, reason_code, reason_message, finished_at from job
            where state = 'FAILED' and finished_at > now() - interval '7 days' order by id desc limit 50""";
    private static final String OUTCOMES = """
            select outcome, device, count(*) as attempts from job_attempt where ended_at > now() - interval '1 day'
            group by 1, 2 order by 3 desc limit 100""";
    private static final String WORKERS = "select * from worker order by last_seen_at desc limit 500";
    private static final String DEVICES = "select * from worker_device order by worker_id, position limit 2000";
    private static final String DATABASE = """
            select version() as version, pg_database_size(current_database()) as bytes,
                (select count(*) from pg_stat_activity where datname = current_database()) as connections,
                current_setting('max_connections') as max_connections,
                (select max(installed_rank) from flyway_schema_history where success) as migrations""";
    private static final String TABLES = """
            select relname as name, n_live_tup as rows, n_dead_tup as dead_rows, pg_total_relation_size(relid) as bytes
            from pg_stat_user_tables order by 4 desc limit 100""";

    private final JdbcTemplate jdbc;
    private final QueuePlaces places;
    private final TransactionTemplate transaction;
    private final HealthEndpoint health;
    private final RecentProblems problems;
    private final VisibleSettings settings;
    private final IsogradProperties isograd;
    private final InstantSource clock;
    private final JsonMapper json;

    SupportBundle(
            JdbcTemplate jdbc,
            QueuePlaces places,
            PlatformTransactionManager transactions,
            HealthEndpoint health,
            RecentProblems problems,
            VisibleSettings settings,
            IsogradProperties isograd,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.places = places;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.transaction.setTimeout((int) LONGEST.toSeconds());
        this.health = health;
        this.problems = problems;
        this.settings = settings;
        this.isograd = isograd;
        this.clock = clock;
        this.json = json;
    }

    /** Returns a zip file. */
    byte[] create() throws IOException {
        Map<String, Callable<Object>> parts = new LinkedHashMap<>();
        parts.put("about.json", this::about);
        parts.put("settings.json", settings::all);
        parts.put("health.json", health::health);
        parts.put("problems.txt", () -> String.join("\n\n", problems.texts()));
        parts.put("queue.json", this::queue);
        parts.put("failures.json", () -> read(Map.of("jobs", FAILURES, "outcomesOfTheLastDay", OUTCOMES)));
        parts.put("workers.json", () -> read(Map.of("workers", WORKERS, "devices", DEVICES)));
        parts.put("database.json", () -> read(Map.of("database", DATABASE, "tables", TABLES)));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            for (Map.Entry<String, Callable<Object>> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(text(part.getValue()).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return content.toByteArray();
    }

    private String text(Callable<Object> part) {
        FutureTask<Object> task = new FutureTask<>(part);
        Thread.ofVirtual().name("support bundle").start(task);
        String text;
        try {
            Object found = task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            text = found instanceof String plain
                    ? plain
                    : json.writerWithDefaultPrettyPrinter().writeValueAsString(found);
        } catch (TimeoutException late) {
            task.cancel(true);
            text = "Not ready within %d seconds.".formatted(LONGEST.toSeconds());
        } catch (ExecutionException failed) {
            text = "Not available: " + failed.getCause();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            text = "Not available: the service is stopping.";
        }
        return ShortText.beginning(settings.without(text), MOST_CHARACTERS);
    }

    private Object about() {
        String version = SupportBundle.class.getPackage().getImplementationVersion();
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("at", clock.instant().toString());
        about.put("isograd", version == null ? "development" : version);
        about.put("roles", isograd.roles().toString());
        about.put("java", Runtime.version().toString());
        about.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        about.put("architecture", System.getProperty("os.arch"));
        about.put("processors", Runtime.getRuntime().availableProcessors());
        about.put("heapBytes", Runtime.getRuntime().totalMemory());
        about.put("largestHeapBytes", Runtime.getRuntime().maxMemory());
        about.put("upSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000);
        about.put("springBoot", SpringBootVersion.getVersion());
        about.put("dataDirectoryFreeBytes", isograd.dataDir().toFile().getUsableSpace());
        return about;
    }

    private Object queue() {
        return Objects.requireNonNull(transaction.execute(status -> {
            var oldest = jdbc.queryForList(OLDEST_QUEUED);
            List<String> ids =
                    oldest.stream().map(job -> String.valueOf(job.get("id"))).toList();
            Map<String, String> blockedBy = new LinkedHashMap<>();
            places.of(ids).forEach((job, place) -> blockedBy.put(job, place.blockedBy()));
            return Map.of(
                    "jobsByState",
                    jdbc.queryForList("select state, count(*) as jobs from job group by state"),
                    "oldestQueued",
                    oldest,
                    "blockedBy",
                    blockedBy);
        }));
    }

    private Object read(Map<String, String> queries) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Map<String, Object> rows = new LinkedHashMap<>();
            queries.forEach((name, sql) -> rows.put(name, jdbc.queryForList(sql)));
            return rows;
        }));
    }
}
