package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.queue.LeaseRenewals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class LeaseKeeperIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private LeaseRenewals renewals;

    @Autowired
    private JdbcClient jdbc;

    private AttemptId attempt;

    @BeforeEach
    void claim() {
        SampleJobs.clear(jdbc);
        SampleJobs.submit(api);
        attempt = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
    }

    @Test
    void renewsAtItsInterval() {
        LeaseKeeper keeper = keeper("0s", "40s");
        try (LeaseKeeper.Lease lease = keeper.keep(attempt, System.nanoTime())) {
            jdbc.sql("update job_lease set expires_at = clock_timestamp()").update();

            keeper.check();

            assertThat(secondsLeft()).isGreaterThan(50);
            assertThat(lease.isLost()).isFalse();
            assertThat(lease.desiredState()).isEqualTo(DesiredState.CONTINUE);
        }
    }

    @Test
    void onlyReadsBetweenRenewals() {
        LeaseKeeper keeper = keeper("1h", "40s");
        try (LeaseKeeper.Lease lease = keeper.keep(attempt, System.nanoTime())) {
            jdbc.sql("update job_lease set expires_at = clock_timestamp()").update();
            api.post("/jobs/" + attempt.job() + "/pause", "{}");

            keeper.check();

            assertThat(secondsLeft()).isLessThanOrEqualTo(0);
            assertThat(lease.desiredState()).isEqualTo(DesiredState.PAUSE);
        }
    }

    @Test
    void losesALeaseThatAnotherWorkerHolds() {
        LeaseKeeper keeper = keeper("1h", "40s");
        try (LeaseKeeper.Lease lease = keeper.keep(attempt, System.nanoTime())) {
            queue.release(attempt, "The worker is shutting down.");
            queue.claim(FreeSlots.one("other", "cpu"));

            keeper.check();

            assertThat(lease.isLost()).isTrue();
        }
    }

    @Test
    void countsALeaseAsLostBeforeItExpiresIfItCannotBeRenewed() {
        LeaseKeeper keeper = keeper("1h", "40s");

        try (LeaseKeeper.Lease early = keeper.keep(attempt, nanosAgo(39));
                LeaseKeeper.Lease late = keeper.keep(attempt, nanosAgo(41))) {
            assertThat(early.isLost()).isFalse();
            assertThat(late.isLost()).isTrue();
        }
    }

    @Test
    void doesNotRenewALostLease() {
        LeaseKeeper keeper = keeper("0s", "40s");
        try (LeaseKeeper.Lease lease = keeper.keep(attempt, nanosAgo(41))) {
            jdbc.sql("update job_lease set expires_at = clock_timestamp()").update();

            keeper.check();

            assertThat(secondsLeft()).isLessThanOrEqualTo(0);
            assertThat(lease.isLost()).isTrue();
        }
    }

    @Test
    void stopsTheTrainingWhenItsLeaseIsLost() {
        LeaseKeeper keeper = keeper("1h", "40s");
        List<String> stopped = new ArrayList<>();
        try (LeaseKeeper.Lease early = keeper.keep(attempt, nanosAgo(30));
                LeaseKeeper.Lease late = keeper.keep(new AttemptId(attempt.job(), 7), nanosAgo(41))) {
            early.whenLost(() -> stopped.add("early"));
            late.whenLost(() -> stopped.add("late"));

            keeper.check();

            assertThat(stopped).isNotEmpty().containsOnly("late");
        }
    }

    @Test
    void refusesALossTimeLongerThanALease() {
        assertThatThrownBy(() -> keeper("5s", "60s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be less than isograd.jobs.lease");
    }

    private static long nanosAgo(int seconds) {
        return System.nanoTime() - Duration.ofSeconds(seconds).toNanos();
    }

    private LeaseKeeper keeper(String renewal, String lossAfter) {
        Map<String, String> settings =
                Map.of("isograd.worker.lease-renewal", renewal, "isograd.worker.lease-loss-after", lossAfter);
        return new LeaseKeeper(
                renewals,
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("isograd.worker", WorkerProperties.class));
    }

    private double secondsLeft() {
        return jdbc.sql("select extract(epoch from expires_at - clock_timestamp()) from job_lease")
                .query(Double.class)
                .single();
    }
}
