package dev.isograd.jobs.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.LeaseRenewals;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class JobControlIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private LeaseRenewals leases;

    @Autowired
    private JdbcClient jdbc;

    /** State before, verb, status of the response, state after. Each request is sent twice. */
    @ParameterizedTest
    @CsvSource({
        "QUEUED, cancel, 200, CANCELLED",
        "QUEUED, kill, 200, CANCELLED",
        "QUEUED, pause, 200, PAUSED",
        "QUEUED, resume, 200, QUEUED",
        "QUEUED, retry, 409, QUEUED",
        "RUNNING, cancel, 200, CANCELLING",
        "RUNNING, kill, 200, CANCELLING",
        "RUNNING, pause, 200, PAUSING",
        "RUNNING, resume, 200, RUNNING",
        "RUNNING, retry, 409, RUNNING",
        "PAUSING, cancel, 200, CANCELLING",
        "PAUSING, kill, 200, CANCELLING",
        "PAUSING, pause, 200, PAUSING",
        "PAUSING, resume, 409, PAUSING",
        "PAUSING, retry, 409, PAUSING",
        "PAUSED, cancel, 200, CANCELLED",
        "PAUSED, kill, 200, CANCELLED",
        "PAUSED, pause, 200, PAUSED",
        "PAUSED, resume, 200, QUEUED",
        "PAUSED, retry, 409, PAUSED",
        "CANCELLING, cancel, 200, CANCELLING",
        "CANCELLING, kill, 200, CANCELLING",
        "CANCELLING, pause, 409, CANCELLING",
        "CANCELLING, resume, 409, CANCELLING",
        "CANCELLING, retry, 409, CANCELLING",
        "SUCCEEDED, cancel, 409, SUCCEEDED",
        "SUCCEEDED, kill, 409, SUCCEEDED",
        "SUCCEEDED, pause, 409, SUCCEEDED",
        "SUCCEEDED, resume, 409, SUCCEEDED",
        "SUCCEEDED, retry, 409, SUCCEEDED",
        "FAILED, cancel, 409, FAILED",
        "FAILED, kill, 409, FAILED",
        "FAILED, pause, 409, FAILED",
        "FAILED, resume, 409, FAILED",
        "FAILED, retry, 201, FAILED",
        "CANCELLED, cancel, 200, CANCELLED",
        "CANCELLED, kill, 200, CANCELLED",
        "CANCELLED, pause, 409, CANCELLED",
        "CANCELLED, resume, 409, CANCELLED",
        "CANCELLED, retry, 201, CANCELLED"
    })
    void answersEveryVerbInEveryState(JobState before, String verb, int status, String after) {
        String job = jobIn(before);

        Api.Answer first = api.post("/jobs/" + job + "/" + verb, "{}");
        Api.Answer second = api.post("/jobs/" + job + "/" + verb, "{}");

        assertThat(first.status()).isEqualTo(status);
        assertThat(second.status()).isEqualTo(status);
        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo(after);
        if (status == 409) {
            assertThat(first.header("x-should-retry")).isEqualTo("false");
            assertThat(first.at("/detail")).contains(before.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "kill", "pause", "resume"})
    void refusesFields(String verb) {
        String job = jobIn(JobState.QUEUED);

        Api.Answer refused = api.post("/jobs/" + job + "/" + verb, "{\"grace\":5}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/pointer").asString()).isEqualTo("/grace");
        assertThat(api.post("/jobs/" + job + "/" + verb, "[").status()).isEqualTo(400);
        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo("QUEUED");
        assertThat(api.send(api.authorized("/jobs/" + job + "/" + verb).POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void recordsEachChangeOnce() {
        String job = jobIn(JobState.RUNNING);
        api.post("/jobs/" + job + "/pause", "{}");
        api.post("/jobs/" + job + "/pause", "{}");

        assertThat(api.get("/jobs/" + job + "/events").text()).containsOnlyOnce("Pause requested");
    }

    @Test
    void killsAJobThatIsBeingCancelled() {
        String job = jobIn(JobState.CANCELLING);

        api.post("/jobs/" + job + "/kill", "{}");

        assertThat(leases.desiredStates(List.of(new AttemptId(job, 1)))).containsValue(DesiredState.KILL);
    }

    @Test
    void cancelsAWaitingJobAtOnce() {
        String job = "/jobs/" + jobs.submit();

        assertThat(api.post(job + "/cancel", "").at("/state")).isEqualTo("CANCELLED");
        Api.Answer again = api.post(job + "/cancel", "");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/reason/code")).isEqualTo("USER_CANCEL");
        assertThat(again.body().at("/isTerminal").asBoolean()).isTrue();
        assertThat(jobs.tryClaim()).isEmpty();
    }

    @Test
    void letsTheWorkerEndACancelledRun() {
        String job = "/jobs/" + jobs.submit();
        AttemptId attempt = jobs.claim();

        assertThat(api.post(job + "/cancel", "").at("/state")).isEqualTo("CANCELLING");
        assertThat(leases.desiredStates(List.of(attempt))).containsEntry(attempt, DesiredState.CANCEL);
        jobs.cancelled(attempt);

        Api.Answer over = api.get(job);
        assertThat(over.at("/state")).isEqualTo("CANCELLED");
        assertThat(over.at("/attempts/0/outcome")).isEqualTo("CANCELLED");
    }

    @Test
    void refusesToCancelAFailedJob() {
        String job = "/jobs/" + jobs.submit();
        jobs.fail(jobs.claim(), new JobReason(ReasonCode.NATIVE_CRASH, "signal 11"));

        Api.Answer answer = api.post(job + "/cancel", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(api.get(job).at("/reason/message")).isEqualTo("signal 11");
        assertThat(api.get(job).body().at("/reason/retryable").asBoolean()).isTrue();
    }

    @Test
    void retriesAsNewJobWithTheSameSpec() {
        String failed = jobIn(JobState.FAILED);

        Api.Answer retry = api.post("/jobs/" + failed + "/retry", "{}");

        assertThat(retry.at("/id")).isNotEqualTo(failed);
        assertThat(retry.at("/state")).isEqualTo("QUEUED");
        assertThat(retry.at("/origin/kind")).isEqualTo("RETRY");
        assertThat(retry.at("/origin/job")).isEqualTo(failed);
        assertThat(retry.body().get("spec"))
                .isEqualTo(api.get("/jobs/" + failed).body().get("spec"));
        ClaimedTraining claimed = jobs.claimJob();
        assertThat(claimed.origin()).isEqualTo(new JobLineage(JobLineage.Kind.RETRY, failed, null));
    }

    @Test
    void retriesOnceWithOneIdempotencyKey() {
        String failed = jobIn(JobState.FAILED);
        Map<String, String> key = Map.of("Idempotency-Key", "control-1");

        Api.Answer first = api.send("POST", "/jobs/" + failed + "/retry", "{}", key);
        Api.Answer second = api.send("POST", "/jobs/" + failed + "/retry", "{}", key);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(api.send("POST", "/jobs/" + failed + "/retry", "{\"fromStart\":true}", key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void refusesForkWithoutCheckpoint() {
        Api.Answer answer = api.post("/jobs/" + jobIn(JobState.SUCCEEDED) + "/fork", "{}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("no_checkpoint");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "retry; {\"fromStart\":1}; /fromStart",
                "retry; {\"spec\":{}}; /spec",
                "fork; {\"checkpoint\":\"ckpt_no\"}; /checkpoint",
                "fork; {\"checkpoint\":7}; /checkpoint",
                "fork; {\"checkpoint\":\"ckpt_no\",\"spec\":7}; /checkpoint",
                "fork; {\"checkpoint\":\"ckpt_no\",\"state\":\"QUEUED\"}; /state"
            })
    void namesWrongFields(String verb, String body, String pointer) {
        Api.Answer answer = api.post("/jobs/" + jobIn(JobState.FAILED) + "/" + verb, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void namesEveryWrongFieldOfAForkAtOnce() {
        Api.Answer answer = api.post("/jobs/" + jobIn(JobState.FAILED) + "/fork", """
                {"checkpoint":"ckpt_no","state":"QUEUED","priority":9,"spec":{"epochs":-1}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/state", "/checkpoint", "/priority", "/spec/epochs");
    }

    @Test
    void doesNotFindUnknownJobs() {
        for (String verb : new String[] {"cancel", "kill", "pause", "resume", "retry", "fork"}) {
            assertThat(api.post("/jobs/job_01unknown/" + verb, "{}").status()).isEqualTo(404);
        }
    }

    private String jobIn(JobState state) {
        String job = jobs.submit();
        switch (state) {
            case QUEUED -> {}
            case PAUSED -> api.post("/jobs/" + job + "/pause", "{}");
            case RUNNING -> jobs.claim();
            case PAUSING -> {
                jobs.claim();
                api.post("/jobs/" + job + "/pause", "{}");
            }
            case CANCELLING -> {
                jobs.claim();
                api.post("/jobs/" + job + "/cancel", "{}");
            }
            case SUCCEEDED -> jobs.succeed(jobs.claim());
            case FAILED -> jobs.fail(jobs.claim(), new JobReason(ReasonCode.DIVERGED, "It diverged."));
            case CANCELLED -> api.post("/jobs/" + job + "/cancel", "{}");
        }
        return job;
    }
}
