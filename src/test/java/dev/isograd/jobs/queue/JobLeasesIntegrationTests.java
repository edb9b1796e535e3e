package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.web.TestJobs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@IsogradTest
class JobLeasesIntegrationTests {

    @Autowired
    private JobQueue queue;

    @Autowired
    private LeaseRenewals leases;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void takesJobFromLostWorker() {
        AttemptId old = jobs.claimNew();
        jobs.expireLeases();

        jobs.reap();

        assertThat(jobs.only().state()).isEqualTo(JobState.QUEUED);
        assertThatThrownBy(() -> jobs.succeed(old)).isInstanceOf(AttemptSuperseded.class);
        assertThat(leases.renew(List.of(old))).isEmpty();
        assertThat(runningSlots()).isZero();
    }

    @Test
    void leavesRenewedLeaseAlone() {
        AttemptId attempt = jobs.claimNew();
        jobs.expireLeases();
        assertThat(leases.renew(List.of(attempt))).containsEntry(attempt, DesiredState.CONTINUE);

        jobs.reap();

        assertThat(jobs.only().state()).isEqualTo(JobState.RUNNING);
        queue.training(attempt);
    }

    @Test
    void reapsMoreThanOneBatch() {
        for (int i = 0; i < 120; i++) {
            jobs.claimNew();
        }
        jobs.expireLeases();

        jobs.reap();

        assertThat(count("select count(*) from job where state = 'QUEUED'")).isEqualTo(120);
        assertThat(count("select count(*) from job_lease")).isZero();
    }

    @Test
    void reapsOtherJobsWhileOneIsLocked() throws InterruptedException {
        String locked = jobs.claimNew().job();
        String free = jobs.claimNew().job();
        jobs.expireLeases();

        Thread reaper = new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select id from job where id = ? for update")
                    .param(locked)
                    .query()
                    .singleValue();
            Thread reaping = Thread.ofVirtual().start(jobs::reap);
            Waiting.untilOverOrLocked(() -> !reaping.isAlive(), jdbc);
            assertThat(jobs.find(free).state()).isEqualTo(JobState.QUEUED);
            assertThat(jobs.find(locked).state()).isEqualTo(JobState.RUNNING);
            return reaping;
        });

        reaper.join();
        jobs.reap();
        assertThat(jobs.find(locked).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void endsAsRequestedWhenTheWorkerIsLost() {
        AttemptId cancelled = jobs.claimNew();
        AttemptId paused = jobs.claimNew();
        jobs.cancel(cancelled.job());
        jobs.pause(paused.job());
        jobs.expireLeases();

        jobs.reap();

        assertThat(jobs.find(cancelled.job()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.find(paused.job()).state()).isEqualTo(JobState.PAUSED);
        assertThat(runningSlots()).isZero();
    }

    @Test
    void reportsTheDesiredState() {
        AttemptId attempt = jobs.claimNew();

        jobs.pause(attempt.job());
        assertThat(leases.desiredStates(List.of(attempt))).containsEntry(attempt, DesiredState.PAUSE);
        jobs.cancel(attempt.job());
        assertThat(leases.desiredStates(List.of(attempt))).containsEntry(attempt, DesiredState.CANCEL);
        jobs.kill(attempt.job());
        assertThat(leases.renew(List.of(attempt))).containsEntry(attempt, DesiredState.KILL);
    }

    private int runningSlots() {
        return count("select running_slots from project_slots where project_id = '%s'"
                .formatted(jobs.caller().project()));
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
