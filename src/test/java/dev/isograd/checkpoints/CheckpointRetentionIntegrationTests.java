package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.ClusterLock;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.SavedStates;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@IsogradTest
class CheckpointRetentionIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private CheckpointReader reader;

    @Autowired
    private CheckpointRetention retention;

    @Autowired
    private OrphanedArtifacts orphans;

    @Autowired
    private SavedStates states;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private ClusterLock lock;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path scratch;

    private ClaimedTraining job;

    @BeforeEach
    void claimJob() {
        jobs.submit();
        job = jobs.claimJob();
    }

    @Test
    void keepsTheLatestTwoTheBestAndEveryPinnedOne() {
        String old = saved.store(job, 10, 0.1);
        String best = saved.store(job, 20, 0.9);
        String pinned = saved.store(job, 30, 0.2);
        String worse = saved.store(job, 40, 0.3);
        String last = saved.store(job, 50, 0.4);
        String newest = saved.store(job, 60, 0.5);
        api.send("PATCH", "/checkpoints/" + pinned, "{\"pinned\":true}", Map.of());

        retention.sweep();

        assertThat(saved.state(old)).isEqualTo("DELETING");
        assertThat(saved.state(worse)).isEqualTo("DELETING");
        for (String kept : new String[] {best, pinned, last, newest}) {
            assertThat(saved.state(kept)).isEqualTo("COMMITTED");
        }
    }

    @Test
    void keepsACheckpointThatIsBeingRestored() throws IOException {
        String read = saved.store(job, 10);
        reader.restore(job, scratch.resolve("resume"), line -> {}, () -> false);
        storeMore();

        retention.sweep();

        assertThat(saved.state(read)).isEqualTo("COMMITTED");
        jdbc.sql("update checkpoint set held_until = now() - interval '1 second' where id = ?")
                .param(read)
                .update();
        retention.sweep();
        assertThat(saved.state(read)).isEqualTo("DELETING");
    }

    @Test
    void keepsACheckpointThatAForkWaitsFor() {
        String wanted = saved.store(job, 10);
        storeMore();
        String body = "{\"checkpoint\":\"%s\"}".formatted(wanted);
        String fork = api.post("/jobs/" + job.attempt().job() + "/fork", body).at("/id");
        jdbc.sql("update checkpoint set held_until = null").update();

        retention.sweep();

        assertThat(saved.state(wanted)).isEqualTo("COMMITTED");
        api.post("/jobs/" + fork + "/cancel", "");
        retention.sweep();
        assertThat(saved.state(wanted)).isEqualTo("DELETING");
    }

    @Test
    void keepsACheckpointThatIsBeingForked() throws InterruptedException {
        String wanted = saved.store(job, 10);
        storeMore();

        Thread sweep = new TransactionTemplate(transactions).execute(status -> {
            assertThat(states.hold(job.attempt().job(), wanted)).isTrue();
            Thread sweeping = Thread.ofVirtual().start(retention::sweep);
            Waiting.untilOverOrLocked(() -> !sweeping.isAlive(), jdbc);
            return sweeping;
        });
        sweep.join();

        assertThat(saved.state(wanted)).isEqualTo("COMMITTED");
    }

    @Test
    void deletesFilesAnHourAfterMarkingTheCheckpoint() {
        String old = saved.store(job, 10);
        saved.store(job, 20);
        saved.store(job, 30);
        Path state = saved.stateFile(old);
        Path manifest = saved.manifestFile(old);
        retention.sweep();
        retention.sweep();
        assertThat(saved.state(old)).isEqualTo("DELETING");
        assertThat(state).exists();

        jdbc.sql("update checkpoint set deleting_since = now() - interval '61 minutes' where id = ?")
                .param(old)
                .update();
        retention.sweep();

        assertThat(saved.state(old)).isEqualTo("none");
        assertThat(state).doesNotExist();
        assertThat(manifest).doesNotExist();
    }

    @Test
    void deletesAllExpiredCheckpointsInOneSweep() {
        saved.store(job, 10);
        jdbc.sql("""
                insert into checkpoint
                select (jsonb_populate_record(c, jsonb_build_object('id', c.id || n, 'key', c.key || n,
                    'manifest_key', c.manifest_key || n, 'step', n, 'state', 'DELETING',
                    'deleting_since', now() - interval '2 hours'))).*
                from checkpoint c, generate_series(100, 350) n""").update();

        retention.sweep();

        assertThat(jdbc.sql("select count(*) from checkpoint")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void deletesCorruptCheckpointsAfterAWeek() {
        String corrupt = saved.store(job, 10);
        jdbc.sql("update checkpoint set state = 'CORRUPT'").update();
        retention.sweep();
        assertThat(saved.state(corrupt)).isEqualTo("CORRUPT");

        jdbc.sql("update checkpoint set created_at = now() - interval '8 days'").update();
        retention.sweep();

        assertThat(saved.state(corrupt)).isEqualTo("DELETING");
    }

    @Test
    void deletesOrphanedArtifactsAfterADay() throws IOException {
        String named = saved.store(job, 10);
        Path state = saved.stateFile(named);
        Path manifest = saved.manifestFile(named);
        Path orphan = Files.writeString(state.resolveSibling("state.safetensors-00"), "never committed");
        Path young = Files.writeString(state.resolveSibling("state.safetensors-11"), "about to be committed");
        Path weights = state.resolve("../../../attempts/1/weights.safetensors").normalize();
        Files.createDirectories(weights.getParent());
        Files.writeString(weights, "of the result");
        Path lost = Files.writeString(weights.resolveSibling("manifest.json"), "of an attempt that was superseded");
        String key = "projects/%s/jobs/%s/attempts/1/weights.safetensors"
                .formatted(job.project(), job.attempt().job());
        Map<String, Object> result = Map.of("files", List.of(Map.of("name", "weights.safetensors", "key", key)));
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
        for (Path old : List.of(state, manifest, orphan, weights, lost)) {
            Files.setLastModifiedTime(old, yesterday);
        }

        orphans.sweep();
        assertThat(lost).exists();
        jobs.succeed(job.attempt(), result);
        orphans.sweep();

        assertThat(orphan).doesNotExist();
        assertThat(lost).doesNotExist();
        assertThat(List.of(state, manifest, young, weights))
                .allSatisfy(kept -> assertThat(kept).exists());
    }

    @Test
    void runsATaskInOneProcessAtATime() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread first = Thread.ofVirtual()
                .start(() -> lock.run("test", () -> {
                    begun.countDown();
                    try {
                        over.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }));
        begun.await();
        AtomicBoolean done = new AtomicBoolean();

        assertThat(lock.run("test", () -> done.set(true))).isFalse();
        assertThat(lock.run("other", () -> {})).isTrue();
        over.countDown();
        first.join();

        assertThat(done).isFalse();
        assertThat(lock.run("test", () -> done.set(true))).isTrue();
        assertThat(done).isTrue();
    }

    /** Stores enough checkpoints that no earlier one is among the latest. */
    private void storeMore() {
        for (long step = 20; step <= 40; step += 10) {
            saved.store(job, step);
        }
    }
}
