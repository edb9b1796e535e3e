package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.EventStream;
import dev.isograd.TestDatabase;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients on one process; the lines come from another one, straight into the database. */
@Tag("chaos")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class StreamLoadTests {

    private static final int CLIENTS = Integer.getInteger("isograd.test.stream.clients", 1000);
    private static final int JOBS = 20;
    private static final int SEED = 7;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Wide enough for a machine that does other things too; the metric that counts is printed. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    @TempDir
    Path data;

    @Test
    void givesEachOfManyClientsEveryLineOnce() throws Exception {
        follow(20);
    }

    @Test
    void givesEachOfManyClientsEveryLineOnceForLonger() throws Exception {
        follow(60);
    }

    private void follow(int seconds) throws Exception {
        String database = TestDatabase.create();
        try (ServerProcess server = start(database);
                Connection connection = DriverManager.getConnection(database);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build()) {
            List<String> jobs = submit(server);
            long idle = memory(server);
            List<StreamClient> clients = open(server, http, jobs, seconds);
            for (int second = 1; second <= seconds; second++) {
                long next = System.nanoTime() + SECOND.toNanos();
                for (String job : jobs) {
                    write(connection, job);
                }
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
            end(connection);
            for (StreamClient client : clients) {
                client.awaitEnd();
            }

            List<String> refusals = clients.stream()
                    .flatMap(client -> client.refusals().stream())
                    .toList();
            // More than the database can keep up with is put off, never answered wrongly.
            assertThat(refusals).allMatch("Status 503"::equals);
            List<Long> expected =
                    Stream.iterate(1L, line -> line + 1).limit(seconds).toList();
            assertThat(clients).allSatisfy(client -> assertThat(client.lines()).isEqualTo(expected));
            report(clients, refusals.size(), idle, server);
        }
    }

    private ServerProcess start(String database) throws Exception {
        return ServerProcess.startForLoad(
                        data,
                        "--isograd.roles=api",
                        "--isograd.accounts.sign-in-link=false",
                        "--isograd.stream.per-account=" + 2 * CLIENTS,
                        "--spring.datasource.url=" + database)
                .awaitHealthy();
    }

    private static List<String> submit(ServerProcess server) throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            jobs.add(server.submit(ServerProcessTests.SHORT));
        }
        return jobs;
    }

    /** A few at a time, as a kernel takes only so many that nobody has accepted. */
    private static List<StreamClient> open(ServerProcess server, HttpClient http, List<String> jobs, int seconds)
            throws Exception {
        Random random = new Random(SEED);
        List<StreamClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String path = "/api/v1/jobs/" + jobs.get(i % JOBS) + "/stream?after=0";
            int hangsUpAfter = 1 + random.nextInt(seconds - 1);
            clients.add(new StreamClient(http, () -> server.request(path), hangsUpAfter));
            if (i % 50 == 49) {
                for (StreamClient client : clients.subList(i - 49, i + 1)) {
                    client.awaitStart();
                }
            }
        }
        for (StreamClient client : clients) {
            client.awaitStart();
        }
        return clients;
    }

    private static void write(Connection connection, String job) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    with next as (
                        insert into job_log (job_id, lines) values ('%1$s', 1)
                        on conflict (job_id) do update set lines = job_log.lines + 1 returning lines)
                    insert into log_line (job_id, line, attempt, stream, at, text)
                    select '%1$s', lines, 1, 'STDOUT', now(), '%2$d' from next""".formatted(job, System.nanoTime()));
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("update job set state = 'CANCELLED', finished_at = now()");
            statement.execute("""
                    insert into job_event (id, job_id, type, at, from_state, to_state, message, attempt)
                    select 'evt_' || id, id, 'state', now(), 'QUEUED', 'CANCELLED', 'Enough.', 0 from job""");
        }
        connection.commit();
    }

    private static void report(List<StreamClient> clients, int refusals, long idle, ServerProcess server)
            throws Exception {
        long[] delays = clients.stream()
                .flatMap(client -> client.delays().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        System.out.printf(
                "%d clients, %d messages, %d refusals: p50 %d ms, p99 %d ms, longest %d ms; resident %d MiB, before %d MiB%n",
                clients.size(),
                delays.length,
                refusals,
                delays[delays.length / 2] / 1_000_000,
                delays[delays.length * 99 / 100] / 1_000_000,
                delays[delays.length - 1] / 1_000_000,
                memory(server),
                idle);
        assertThat(Duration.ofNanos(delays[delays.length * 99 / 100])).isLessThan(LONGEST_DELAY);
    }

    /** The most the process ever had, in MiB. */
    private static long memory(ServerProcess server) throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void endsStreamsAtOnceWhenItIsStopped() throws Exception {
        try (ServerProcess server = start(TestDatabase.create());
                HttpClient http = HttpClient.newHttpClient()) {
            String job = server.submit(ServerProcessTests.SHORT);
            EventStream stream = EventStream.open(
                    http, server.request("/api/v1/jobs/" + job + "/stream").build());
            stream.next("state");

            server.terminate();

            assertThat(stream.rest()).extracting(EventStream.Message::event).doesNotContain("end");
            server.awaitExit(Duration.ofSeconds(60));
            assertThat(server.output()).doesNotContain("Exception");
        }
    }
}
