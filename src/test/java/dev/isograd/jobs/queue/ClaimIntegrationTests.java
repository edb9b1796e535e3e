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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The claim at the size of a large installation: speed, quotas, fairness, large jobs. */
@IsogradTest
class ClaimIntegrationTests {

    private static final int CLAIMERS = 8;
    private static final int PROJECTS = 20;
    private static final int QUOTA = 40;
    private static final int SLOTS = 64;
    private static final int WARM_UP = 1_000;

    private static boolean warm;

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void claimsEveryJobOnceAndWithinQuotas() throws InterruptedException {
        claimsOnceAndWithinQuotas(100);
    }

    @Test
    @Tag("chaos")
    void claimsTenThousandJobsOnceEachAndWithinQuotas() throws InterruptedException {
        claimsOnceAndWithinQuotas(500);
    }

    private void claimsOnceAndWithinQuotas(int jobsOfEachProject) throws InterruptedException {
        int all = PROJECTS * jobsOfEachProject;
        warmUp();
        for (int project = 0; project < PROJECTS; project++) {
            queue(jobsOfEachProject, jobs.project("q" + project, QUOTA), "1 + n % 3");
        }
        analyze();
        Watch watch = new Watch();
        Thread watching = Thread.ofPlatform().start(watch);
        Claims claims = claim(jobs::succeed);
        watch.over = true;
        watching.join();

        System.out.println(all + " claims and finishes: " + claims);
        assertThat(claims.claimed()).hasSize(all);
        assertThat(watch.looks).isPositive();
        assertThat(watch.overQuota).isZero();
        assertThat(drift()).isZero();
        assertThat(count("select count(*) from job_attempt")).isEqualTo(all);
    }

    @Test
    void claimsUntilAllQuotasAreUsed() throws InterruptedException {
        claimsUntilAllQuotasAreUsed(100, 80);
    }

    @Test
    @Tag("chaos")
    void claimsUntilAllQuotasOfTenThousandJobsAreUsed() throws InterruptedException {
        claimsUntilAllQuotasAreUsed(500, 400);
    }

    private void claimsUntilAllQuotasAreUsed(int jobsOfEachProject, int quota) throws InterruptedException {
        warmUp();
        for (int project = 0; project < PROJECTS; project++) {
            queue(jobsOfEachProject, jobs.project("q" + project, quota), "1");
        }
        analyze();

        Claims claims = claim(attempt -> {});

        System.out.println(PROJECTS * quota + " claims alone: " + claims);
        assertThat(claims.claimed()).hasSize(PROJECTS * quota);
        assertThat(drift()).isZero();
    }

    /** The first claims take several times as long as the others, as their code is still interpreted. */
    private void warmUp() throws InterruptedException {
        if (warm) {
            return;
        }
        queue(WARM_UP, jobs.project("warm", null), "1");
        analyze();
        assertThat(claim(jobs::succeed).claimed()).hasSize(WARM_UP);
        jobs.clear();
        warm = true;
    }

    /** The jobs that some threads claimed, and how long each claim took. */
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

    /** Checks repeatedly whether any project uses more than its quota. */
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
        queue(9_000, jobs.project("many", null), "1");
        queue(100, jobs.project("few", null), "1");
        analyze();

        List<String> order = new ArrayList<>();
        List<AttemptId> running = new ArrayList<>();
        while (order.size() < 400) {
            while (running.size() < 4) {
                ClaimedJob job = jobs.claimJob();
                order.add(job.project());
                running.add(job.attempt());
            }
            jobs.succeed(running.removeFirst());
        }

        int last = order.lastIndexOf("prj_few");
        double share = 100.0 / (last + 1);
        assertThat(share).as("share of the small project while it has work").isBetween(0.45, 0.55);
        assertThat(order.stream().filter("prj_few"::equals)).hasSize(100);
    }

    @Test
    void sharesByWeight() {
        queue(50, jobs.project("light", null), "1");
        queue(50, jobs.project("heavy", null), "1");
        jdbc.sql("update project_slots set weight = 3 where project_id = 'prj_heavy'")
                .update();

        Map<String, Long> running =
                claimAll(8).stream().collect(Collectors.groupingBy(ClaimedJob::project, Collectors.counting()));

        assertThat(running).containsEntry("prj_light", 2L).containsEntry("prj_heavy", 6L);
    }

    @Test
    void stopsAtTheQuotaAndContinuesWhenSlotsAreFree() {
        Caller small = jobs.project("small", 3);
        queue(10, small, "1");

        List<ClaimedJob> claimed = claimAll(10);
        assertThat(claimed).hasSize(3);
        String waiting = jdbc.sql("select id from job where state = 'QUEUED' limit 1")
                .query(String.class)
                .single();
        assertThat(jobs.blockedBy(small, waiting)).isEqualTo("the project would exceed its quota of 3 slots");
        jobs.release(claimed.getFirst().attempt());

        assertThat(claimAll(10)).hasSize(1);
        assertThat(drift()).isZero();
    }

    @Test
    void takesOnlyJobsThatFit() {
        queue(3, jobs.project("sizes", null), "n * 2");

        assertThat(claimSlots("w", 8, 1)).isEmpty();
        assertThat(claimSlots("w", 8, 5)).contains(2);
        assertThat(claimSlots("w", 8, 6)).contains(4);
    }

    @Test
    void keepsWorkerFreeForLargeJobThatHasWaitedLong() {
        Caller mixed = jobs.project("mixed", null);
        queueLargeJobOfLongAgo(mixed);
        queue(5, mixed, "1");

        assertThat(claimSlots("w", 4, 2)).as("reserved for the large job").isEmpty();
        assertThat(claimSlots("other", 4, 2)).contains(1);
        assertThat(claimSlots("w", 4, 4)).contains(4);
    }

    @Test
    void keepsTheFreeWorkerForItsLargeJobOnly() {
        queueLargeJobOfLongAgo(jobs.project("large", null));
        queue(5, jobs.project("small", null), "1");
        // It uses more slots than the other project, which would otherwise be served first.
        jdbc.sql("update project_slots set running_slots = 2 where project_id = 'prj_large'")
                .update();
        assertThat(claimSlots("w", 4, 3)).isEmpty();
        String row = rowOfLarge();
        assertThat(claimSlots("w", 4, 3)).isEmpty();

        assertThat(rowOfLarge()).as("written once").isEqualTo(row);
        assertThat(claimSlots("w", 4, 4)).contains(4);
    }

    /** Also registers a worker that is large enough for it. */
    private void queueLargeJobOfLongAgo(Caller project) {
        queue(1, project, "4");
        jdbc.sql("update job set queued_at = clock_timestamp() - interval '11 minutes'")
                .update();
        jdbc.sql("""
                insert into worker values ('w', 'w', 'cpu', 4, now(), now())
                on conflict (id) do update set last_seen_at = now()""").update();
    }

    /** The slots of the job that a worker of this size claims. */
    private Optional<Integer> claimSlots(String worker, int total, int free) {
        return queue.claim(new FreeSlots(worker, "cpu", total, free)).map(ClaimedJob::slots);
    }

    private String rowOfLarge() {
        return jdbc.sql("select xmin::text || ctid::text from job where slots = 4")
                .query(String.class)
                .single();
    }

    private List<ClaimedJob> claimAll(int most) {
        List<ClaimedJob> claimed = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            jobs.tryClaim().ifPresent(claimed::add);
        }
        return claimed;
    }

    /** @param slots an SQL expression for the slots of job number n, counted from 1 */
    private void queue(int number, Caller project, String slots) {
        jobs.submit(project, SampleJobs.submission("pattern", 0));
        jdbc.sql("""
                insert into job (id, project_id, name, labels, priority, spec, state, slots, created_at)
                select 'job_01' || lpad((select count(*) from job)::text, 8, '0') || lpad(n::text, 8, '0'), project_id, 'job ' || n, labels, 0, spec, 'QUEUED',
                    """ + slots + """
                , created_at from job, generate_series(1, :number) n where name = 'pattern' and project_id = :project""")
                .param("project", project.project())
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
