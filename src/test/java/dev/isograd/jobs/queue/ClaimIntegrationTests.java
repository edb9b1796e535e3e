package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The claim at the size of a large installation: speed, quotas, fairness, large jobs. */
@IsogradTest
class ClaimIntegrationTests {

    private static final int CLAIMERS = 8;
    private static final int QUOTA = 40;
    private static final int SLOTS = 64;
    private static final int WARM_UP = 1_000;

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private Caller caller;

    @BeforeEach
    void empty() {
        caller = TestProjects.empty(jdbc);
    }

    @AfterEach
    void tidy() {
        TestProjects.empty(jdbc);
    }

    @Test
    void claimsTenThousandJobsOnceEachAndWithinQuotas() throws InterruptedException {
        warmUp();
        for (int project = 0; project < 20; project++) {
            TestProjects.another(jdbc, caller, "q" + project, QUOTA);
            queue(500, "prj_q" + project, "1 + n % 3");
        }
        analyze();
        Watch watch = new Watch();
        Thread watching = Thread.ofPlatform().start(watch);
        Claims claims = claim(attempt -> queue.succeed(attempt, Map.of()));
        watch.over = true;
        watching.join();

        System.out.println("10,000 claims and finishes: " + claims);
        assertThat(claims.claimed()).hasSize(10_000);
        assertThat(watch.looks).isPositive();
        assertThat(watch.overQuota).isZero();
        assertThat(drift()).isZero();
        assertThat(count("select count(*) from job_attempt")).isEqualTo(WARM_UP + 10_000);
    }

    @Test
    void claimsUntilAllQuotasAreUsed() throws InterruptedException {
        warmUp();
        for (int project = 0; project < 20; project++) {
            TestProjects.another(jdbc, caller, "q" + project, 400);
            queue(500, "prj_q" + project, "1");
        }
        analyze();

        Claims claims = claim(attempt -> {});

        System.out.println("8,000 claims alone: " + claims);
        assertThat(claims.claimed()).hasSize(8_000);
        assertThat(drift()).isZero();
    }

    /** The first claims take several times as long as all others, being interpreted. */
    private void warmUp() throws InterruptedException {
        TestProjects.another(jdbc, caller, "warm", null);
        queue(WARM_UP, "prj_warm", "1");
        analyze();
        assertThat(claim(attempt -> queue.succeed(attempt, Map.of())).claimed()).hasSize(WARM_UP);
    }

    /** What some threads claimed, and how long each claim took. */
    private record Claims(Set<String> claimed, List<Long> sortedNanos, double seconds) {
        @Override
        public String toString() {
            return "%.0f/s by %d claimers, claim p50 %.1f ms, p99 %.1f ms"
                    .formatted(
                            claimed.size() / seconds,
                            CLAIMERS,
                            sortedNanos.get(sortedNanos.size() / 2) / 1e6,
                            sortedNanos.get(sortedNanos.size() * 99 / 100) / 1e6);
        }
    }

    private Claims claim(Consumer<AttemptId> then) throws InterruptedException {
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        Set<String> claimed = new HashSet<>();
        List<Thread> claimers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < CLAIMERS; i++) {
            FreeSlots slots = new FreeSlots("w" + i, "cpu", SLOTS, SLOTS);
            claimers.add(Thread.ofPlatform().start(() -> claimAll(slots, nanos, claimed, then)));
        }
        for (Thread claimer : claimers) {
            claimer.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Claims(claimed, nanos.stream().sorted().toList(), seconds);
    }

    private void claimAll(FreeSlots slots, Queue<Long> nanos, Set<String> claimed, Consumer<AttemptId> then) {
        while (true) {
            long before = System.nanoTime();
            Optional<ClaimedJob> job = queue.claim(slots);
            nanos.add(System.nanoTime() - before);
            if (job.isEmpty()) {
                return;
            }
            synchronized (claimed) {
                assertThat(claimed.add(job.get().attempt().job())).isTrue();
            }
            then.accept(job.get().attempt());
        }
    }

    /** Looks all the time whether any project has more than its quota. */
    private final class Watch implements Runnable {
        private volatile boolean over;
        private int looks;
        private int overQuota;

        @Override
        public void run() {
            while (!over) {
                looks++;
                LockSupport.parkNanos(20_000_000);
                overQuota += count("""
                        select count(*) from (select project_id, sum(slots) as used from job_lease group by project_id) l
                        join project_slots p using (project_id) where l.used > p.max_slots""");
            }
        }
    }

    @Test
    void sharesEquallyBetweenProjects() {
        TestProjects.another(jdbc, caller, "many", null);
        TestProjects.another(jdbc, caller, "few", null);
        queue(9_000, "prj_many", "1");
        queue(100, "prj_few", "1");
        analyze();

        List<String> order = new ArrayList<>();
        List<AttemptId> running = new ArrayList<>();
        while (order.size() < 400) {
            while (running.size() < 4) {
                ClaimedJob job = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
                order.add(job.project());
                running.add(job.attempt());
            }
            queue.succeed(running.removeFirst(), Map.of());
        }

        int last = order.lastIndexOf("prj_few");
        double share = 100.0 / (last + 1);
        assertThat(share).as("share of the small project while it has work").isBetween(0.45, 0.55);
        assertThat(order.stream().filter("prj_few"::equals)).hasSize(100);
    }

    @Test
    void sharesByWeight() {
        TestProjects.another(jdbc, caller, "light", null);
        TestProjects.another(jdbc, caller, "heavy", null);
        jdbc.sql("update project_slots set weight = 3 where project_id = 'prj_heavy'")
                .update();
        queue(50, "prj_light", "1");
        queue(50, "prj_heavy", "1");

        Map<String, Long> running =
                claimAll(8).stream().collect(Collectors.groupingBy(ClaimedJob::project, Collectors.counting()));

        assertThat(running).containsEntry("prj_light", 2L).containsEntry("prj_heavy", 6L);
    }

    @Test
    void stopsAtQuotaAndGoesOnWhenSlotsAreFree() {
        TestProjects.another(jdbc, caller, "small", 3);
        queue(10, "prj_small", "1");

        List<ClaimedJob> claimed = claimAll(10);
        assertThat(claimed).hasSize(3);
        String waiting = jdbc.sql("select id from job where state = 'QUEUED' limit 1")
                .query(String.class)
                .single();
        assertThat(jobs.blockedBy(new Caller(caller.account(), "prj_small", Caller.Means.KEY), waiting))
                .isEqualTo("the project uses all of its 3 slots");
        queue.release(claimed.getFirst().attempt(), "The worker is shutting down.");

        assertThat(claimAll(10)).hasSize(1);
        assertThat(drift()).isZero();
    }

    @Test
    void takesOnlyWhatFits() {
        TestProjects.another(jdbc, caller, "sizes", null);
        queue(3, "prj_sizes", "n * 2");

        assertThat(queue.claim(new FreeSlots("w", "cpu", 8, 1))).isEmpty();
        assertThat(queue.claim(new FreeSlots("w", "cpu", 8, 5)).orElseThrow().slots())
                .isEqualTo(2);
        assertThat(queue.claim(new FreeSlots("w", "cpu", 8, 6)).orElseThrow().slots())
                .isEqualTo(4);
    }

    @Test
    void keepsWorkerFreeForLargeJobThatHasWaitedLong() {
        TestProjects.another(jdbc, caller, "mixed", null);
        queueLargeJobOfLongAgo("prj_mixed");
        queue(5, "prj_mixed", "1");

        assertThat(queue.claim(new FreeSlots("w", "cpu", 4, 2)))
                .as("reserved for the large job")
                .isEmpty();
        assertThat(queue.claim(new FreeSlots("other", "cpu", 4, 2))
                        .orElseThrow()
                        .slots())
                .isEqualTo(1);
        assertThat(queue.claim(new FreeSlots("w", "cpu", 4, 4)).orElseThrow().slots())
                .isEqualTo(4);
    }

    @Test
    void givesTheWorkerThatWasKeptFreeToItsLargeJobAndToNoOther() {
        TestProjects.another(jdbc, caller, "large", null);
        TestProjects.another(jdbc, caller, "small", null);
        queueLargeJobOfLongAgo("prj_large");
        queue(5, "prj_small", "1");
        // Uses more than the other project already, which would be served first.
        jdbc.sql("update project_slots set running_slots = 2 where project_id = 'prj_large'")
                .update();
        assertThat(queue.claim(new FreeSlots("w", "cpu", 4, 3))).isEmpty();
        String row = rowOfLarge();
        assertThat(queue.claim(new FreeSlots("w", "cpu", 4, 3))).isEmpty();

        assertThat(rowOfLarge()).as("written once").isEqualTo(row);
        assertThat(queue.claim(new FreeSlots("w", "cpu", 4, 4)).orElseThrow().slots())
                .isEqualTo(4);
    }

    /** And a worker that is there and large enough for it. */
    private void queueLargeJobOfLongAgo(String project) {
        queue(1, project, "4");
        jdbc.sql("update job set queued_at = clock_timestamp() - interval '11 minutes'")
                .update();
        jdbc.sql("insert into worker values ('w', 'w', 'cpu', 4, now(), now()) on conflict do nothing")
                .update();
    }

    private String rowOfLarge() {
        return jdbc.sql("select xmin::text || ctid::text from job where slots = 4")
                .query(String.class)
                .single();
    }

    private List<ClaimedJob> claimAll(int most) {
        List<ClaimedJob> claimed = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            queue.claim(FreeSlots.one("w", "cpu")).ifPresent(claimed::add);
        }
        return claimed;
    }

    /** @param slots of job number n, from 1 on */
    private void queue(int number, String project, String slots) {
        jobs.submit(new Caller(caller.account(), project, Caller.Means.KEY), SampleJobs.submission("pattern", 0));
        jdbc.sql("""
                insert into job (id, project_id, name, labels, priority, spec, state, slots, created_at)
                select 'job_01' || lpad((select count(*) from job)::text, 8, '0') || lpad(n::text, 8, '0'), project_id, 'job ' || n, labels, 0, spec, 'QUEUED',
                    """ + slots + """
                , created_at from job, generate_series(1, :number) n where name = 'pattern' and project_id = :project""")
                .param("project", project)
                .param("number", number)
                .update();
        jdbc.sql("delete from job where name = 'pattern'").update();
    }

    private void analyze() {
        jdbc.sql("analyze job").update();
    }

    private int drift() {
        return count("""
                select coalesce(sum(abs(running_slots - (
                    select coalesce(sum(slots), 0) from job_lease l where l.project_id = p.project_id))), 0)
                from project_slots p""");
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
