package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.TestDatabase;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Worker processes are killed and frozen during their work; no job is lost and none is done twice. */
@IsogradTest
@Tag("chaos")
class ChaosTests {

    private static final long SEED = 31;
    private static final int WORKERS = 4;
    private static final int JOBS = Integer.getInteger("isograd.test.chaos.jobs", 2_000);
    private static final int KILLS = Integer.getInteger("isograd.test.chaos.kills", 100);
    private static final int FREEZES = Integer.getInteger("isograd.test.chaos.freezes", 20);
    private static final Duration LEASE = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcConnectionDetails database;

    @Autowired
    private JdbcClient jdbc;

    private final Random random = new Random(SEED);
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();

    @BeforeEach
    void submit() {
        Caller caller = jobs.caller();
        for (int i = 0; i < JOBS; i++) {
            jobs.submit(caller, SampleJobs.submission("job " + i, 0));
        }
    }

    @AfterEach
    void end() {
        workers.forEach(Worker::kill);
        jobs.clear();
    }

    @Test
    void losesNothingAndDoesNothingTwice() throws IOException {
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker());
        }
        int frozen = 0;
        for (int killed = 0; killed < KILLS && unfinished() > 0; killed++) {
            if (frozen < FREEZES && killed % (KILLS / FREEZES) == 0) {
                freeze(workers.get(random.nextInt(WORKERS)));
                frozen++;
            }
            int victim = random.nextInt(WORKERS);
            workers.get(victim).awaitWork();
            pause(random.nextInt(200));
            workers.get(victim).kill();
            workers.set(victim, new Worker());
        }
        await();

        System.out.printf(
                "%d jobs, %d kills, %d freezes: %d attempts, %d late writes refused%n",
                JOBS, KILLS, frozen, count("select count(*) from job_attempt"), refused.get());
        assertThat(count("select count(*) from job where state = 'SUCCEEDED'")).isEqualTo(JOBS);
        assertThat(count("""
                select count(*) from (select job_id from job_event
                    where to_state in ('SUCCEEDED', 'FAILED', 'CANCELLED') group by job_id having count(*) <> 1) twice""")).isZero();
        assertThat(count("select count(*) from job_lease")).isZero();
        assertThat(count("select sum(running_slots) from project_slots")).isZero();
        // Each frozen process held a job whose lease expired before the process continued.
        assertThat(refused.get()).isGreaterThanOrEqualTo(frozen * 3 / 4);
    }

    /** Freezes a worker during its work for longer than its lease. */
    private void freeze(Worker worker) throws IOException {
        worker.awaitWork();
        worker.signal("STOP");
        pause(LEASE.toMillis() + 1_000);
        worker.signal("CONT");
        pause(500);
    }

    private int unfinished() {
        return count("select count(*) from job where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')");
    }

    private void await() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (unfinished() > 0) {
            assertThat(System.nanoTime()).as("jobs left: %d", unfinished()).isLessThan(deadline);
            pause(200);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private final class Worker {

        private final Process process;
        private volatile long worked;

        Worker() throws IOException {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            ChaosWorker.class.getName(),
                            "--spring.datasource.url=" + database.getJdbcUrl(),
                            "--spring.datasource.hikari.maximum-pool-size=2",
                            "--spring.config.location=optional:file:/nowhere/",
                            "--logging.level.root=error",
                            "--spring.main.banner-mode=off",
                            "--isograd.data-dir=" + TestDatabase.SCRATCH.resolve("chaos-" + UUID.randomUUID()),
                            "--isograd.jobs.lease=" + LEASE.toMillis() + "ms",
                            "--isograd.jobs.max-losses=1000",
                            "--isograd.jobs.retry-delay=50ms"))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            Path.of("target", "chaos-worker.log").toFile()))
                    .start();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.equals(ChaosWorker.WORKING)) {
                        worked++;
                    } else if (line.equals(ChaosWorker.REFUSED)) {
                        refused.incrementAndGet();
                    } else {
                        System.out.println(process.pid() + ": " + line);
                    }
                }
            } catch (IOException killed) {
                assertThat(process.isAlive()).isFalse();
            }
        }

        /** Waits until the worker begins another job or no jobs are left. */
        void awaitWork() {
            long before = worked;
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (worked == before && unfinished() > 0) {
                assertThat(process.isAlive())
                        .as("a worker that exited by itself: see target/chaos-worker.log")
                        .isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                pause(5);
            }
        }

        void signal(String name) throws IOException {
            try {
                int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
                assertThat(status).isZero();
            } catch (InterruptedException interrupted) {
                throw new UncheckedIOException(new IOException(interrupted));
            }
        }

        void kill() {
            process.destroyForcibly();
        }
    }
}
