package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.JobStateTests;
import dev.isograd.jobs.web.TestJobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The state machine of a job, which the database enforces as well. */
@IsogradTest
class JobTransitionsIntegrationTests {

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void hasTheSameTransitionsInCodeAndDatabase() {
        List<String> database = jdbc.sql("select from_state || '>' || to_state from job_transition")
                .query((row, number) -> row.getString(1))
                .list();

        assertThat(database).containsExactlyInAnyOrderElementsOf(JobStateTests.legal());
    }

    @Test
    void keepsIllegalTransitionOutOfTheDatabase() {
        jobs.submit();

        assertThatThrownBy(() -> jdbc.sql("update job set state = 'SUCCEEDED'").update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("QUEUED cannot become SUCCEEDED");
    }

    @Test
    void keepsTheDatabaseFromReopeningAnEndedJob() {
        jobs.succeed(jobs.claimNew());

        assertThatThrownBy(() -> jdbc.sql("update job set state = 'QUEUED'").update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("is over");
    }

    @Test
    void freezesEverythingButTheLabelsOfAnEndedJob() {
        AttemptId attempt = jobs.claimNew();
        queue.succeed(attempt, Map.of("testAccuracy", 0.5));

        assertThatThrownBy(() -> jdbc.sql("update job set result = '{}'").update())
                .hasMessageContaining("is over");
        assertThat(jdbc.sql("update job set name = 'new'").update()).isOne();
    }

    @Test
    void endsPausedTrainingThatWasCancelledMeanwhile() {
        AttemptId attempt = jobs.claimNew();
        jobs.pause(attempt.job());
        jobs.cancel(attempt.job());

        queue.paused(attempt);

        assertThat(jobs.only().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void endsReleasedJobThatWasToBeCancelled() {
        AttemptId attempt = jobs.claimNew();
        jobs.cancel(attempt.job());

        jobs.release(attempt);

        assertThat(jobs.only().state()).isEqualTo(JobState.CANCELLED);
    }
}
