package dev.isograd.jobs.comparisons;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A comparison tells once that it is over, in the transaction that ends its last training. */
@IsogradTest
class ComparisonEndsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ComparisonEnds ends;

    @Autowired
    private ApplicationEventMulticaster events;

    @Autowired
    private PlatformTransactionManager transactions;

    private final List<ComparisonFinished> told = Collections.synchronizedList(new ArrayList<>());

    private final ApplicationListener<PayloadApplicationEvent<ComparisonFinished>> listener =
            ApplicationListener.forPayload(finished -> {
                assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                        .isTrue();
                told.add(finished);
            });

    @BeforeEach
    void listen() {
        jdbc.sql("delete from comparison").update();
        events.addApplicationListener(listener);
    }

    @AfterEach
    void listenNoMore() {
        events.removeApplicationListener(listener);
    }

    @Test
    void tellsThatTheLastTrainingHasEnded() {
        String id = create(2);
        jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5));
        assertThat(told).isEmpty();
        assertThat(finishedAt(id)).isEmpty();

        jobs.fail(jobs.claim(), new JobReason(ReasonCode.DIVERGED, "The loss is infinite."));

        assertThat(told)
                .extracting(ComparisonFinished::comparison, ComparisonFinished::name)
                .containsExactly(tuple(id, "ends"));
        assertThat(finishedAt(id)).isNotEmpty();
    }

    @Test
    void tellsNothingIfTheTransactionFails() {
        String id = create(1);
        AttemptId attempt = jobs.claim();

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jobs.succeed(attempt);
            status.setRollbackOnly();
        });

        assertThat(told).isEmpty();
        assertThat(finishedAt(id)).isEmpty();
        jobs.succeed(attempt);
        assertThat(told).hasSize(1);
    }

    /** Neither transaction sees what the other has done before it commits. */
    @Test
    void tellsOnceIfTheLastTrainingsEndAtTheSameTime() throws Exception {
        create(2);
        List<String> ids = jdbc.sql("select id from job")
                .query((row, number) -> row.getString(1))
                .list();
        CountDownLatch both = new CountDownLatch(2);

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            ids.forEach(job ->
                    threads.submit(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                        jobs.cancel(job);
                        both.countDown();
                        await(both);
                    })));
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(told).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void waitsForRetriesAndTellsNothingAgain() {
        String id = create(2);
        AttemptId failed = jobs.claim();
        jobs.fail(failed, new JobReason(ReasonCode.DATA_ERROR, "A file is damaged."));
        api.post("/jobs/" + failed.job() + "/retry", "{}");
        jobs.succeed(jobs.claim());
        assertThat(told).isEmpty();

        AttemptId retried = jobs.claim();
        jobs.fail(retried, new JobReason(ReasonCode.DATA_ERROR, "A file is damaged."));
        assertThat(told).hasSize(1);
        String at = finishedAt(id);

        api.post("/jobs/" + retried.job() + "/retry", "{}");
        jobs.succeed(jobs.claim());

        assertThat(told).hasSize(1);
        assertThat(finishedAt(id)).isEqualTo(at);
    }

    @Test
    void tellsOnceAfterACancellationOfAll() {
        String id = create(3);

        api.post("/comparisons/" + id + "/cancel", "{}");

        assertThat(told).hasSize(1);
    }

    /** As a process of an earlier version does that runs beside this one during an upgrade. */
    @Test
    void findsAnEndThatWasNotNoted() {
        String id = create(1);
        jobs.claim();
        jdbc.sql("update job set state = 'SUCCEEDED', finished_at = now()").update();

        ends.findMissed();
        ends.findMissed();

        assertThat(told).hasSize(1);
        assertThat(finishedAt(id)).isNotEmpty();
    }

    private String create(int seeds) {
        return api.post(
                        "/comparisons",
                        "{\"name\":\"ends\",\"spec\":%s,\"variants\":[{\"label\":\"a\"}],\"seeds\":%s}"
                                .formatted(
                                        SPEC, IntStream.range(0, seeds).boxed().toList()))
                .at("/id");
    }

    private String finishedAt(String id) {
        return api.get("/comparisons/" + id).body().at("/finishedAt").asString("");
    }
}
