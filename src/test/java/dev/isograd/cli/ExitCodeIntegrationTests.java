package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.Waiting;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** What the command's exit codes mean; a worker is played by the test. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class ExitCodeIntegrationTests {

    @TempDir
    private Path folder;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    private Isograd isograd;

    @BeforeEach
    void prepare() {
        isograd = new Isograd(folder, api.address(), api.key());
        isograd.file("spec.json", SampleJobs.SPEC);
    }

    @Test
    void tellsHowJobsEnded() {
        String succeeded = succeed(Map.of("testAccuracy", 0.9));
        String byUser = fail(ReasonCode.DIVERGED);
        String byPlatform = fail(ReasonCode.INTERNAL);
        String byQuota = fail(ReasonCode.QUOTA);
        String cancelled = jobs.submit();
        jobs.cancel(cancelled);

        assertThat(isograd.run("wait", succeeded).code()).isZero();
        Run failed = isograd.run("wait", byUser);
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains("DIVERGED: It ended.");
        assertThat(isograd.run("wait", byPlatform).code()).isEqualTo(3);
        assertThat(isograd.run("wait", byQuota).code()).isEqualTo(7);
        assertThat(isograd.run("wait", cancelled).code()).isEqualTo(4);
        Run all = isograd.run("wait", succeeded, byUser, byPlatform, cancelled, "-o", "json");
        assertThat(all.code()).isEqualTo(3);
        assertThat(all.json()).hasSize(4);
    }

    @Test
    void callsWrongCommandsAndSpecsWrongUsage() {
        assertThat(isograd.run("submit").code()).isEqualTo(2);
        Run refused = isograd.run("submit", "spec.json", "-p", "network.type=none", "-p", "epochs=0");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("/spec/network/type", "/spec/epochs");
        assertThat(isograd.run("submit", "missing.json").code()).isEqualTo(2);
        assertThat(isograd.run("show", "job_none").code()).isEqualTo(2);
        Run misspelled = isograd.run("submit", "spec.json", "--gate", "testAcuracy>=0.9");
        assertThat(misspelled.code()).isEqualTo(2);
        assertThat(misspelled.err()).contains("unknown figure");
        Run stranger = isograd.with("ISOGRAD_KEY", "isg_wrong").run("list");
        assertThat(stranger.code()).isEqualTo(2);
        assertThat(stranger.err()).contains("does not accept the API key");
        assertThat(isograd.with("ISOGRAD_KEY", "").run("list").err()).contains("There is no API key");
        assertThat(jobs.tryClaim()).isEmpty();
    }

    @Test
    void givesUpOnAServerThatIsAwayAfterTheTimeout() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Isograd lost = isograd.with("ISOGRAD_URL", "http://localhost:" + nobody);

        Run run = lost.run("submit", "spec.json", "--wait", "--timeout", "1s");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("Cannot reach http://localhost:" + nobody);
    }

    @Test
    void leavesTheJobWhenAWaitTimesOut() {
        String job = jobs.submit();

        Run run = isograd.run("wait", job, "--timeout", "5s");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("isograd wait " + job);
        assertThat(state(job)).isEqualTo("QUEUED");
    }

    @Test
    void leavesTheJobAfterCtrlCUnlessToldOtherwise() throws Exception {
        Running left = isograd.start("submit", "spec.json", "--wait");
        String job = onlyJob();
        awaitState(left, "QUEUED");
        left.signal("INT");
        assertThat(left.await().code()).isEqualTo(130);
        assertThat(left.errors()).contains("isograd wait " + job, "isograd cancel " + job);
        assertThat(state(job)).isEqualTo("QUEUED");
        jobs.cancel(job);

        for (String signal : new String[] {"INT", "TERM"}) {
            jobs.clear();
            Running ended = isograd.start("submit", "spec.json", "--wait", "--cancel-on-interrupt");
            String cancelled = onlyJob();
            awaitState(ended, "QUEUED");
            ended.signal(signal);
            assertThat(ended.await().code()).as(signal).isEqualTo(4);
            assertThat(state(cancelled)).isEqualTo("CANCELLED");
        }
    }

    @Test
    void tellsWhatAQuotaRefuses() {
        People people = new People(api);
        String project = people.project(",\"bytes\":1000");
        Isograd small =
                isograd.with("ISOGRAD_KEY", people.member(project, "member").key());
        isograd.file("pets.zip", "x".repeat(2000));

        Run run = small.run("datasets", "import", "pets.zip");

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("(HTTP 409)");
    }

    @Test
    void plansWithoutASubmissionAndTellsWhatAQuotaRefuses() {
        Run plan = isograd.run("plan", "spec.json");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("memory ", "by backprop ", "ahead in queue  0");
        People people = new People(api);
        Isograd small = isograd.with(
                "ISOGRAD_KEY",
                people.member(people.project(",\"slots\":1"), "member").key());

        Run refused = small.run("plan", "spec.json", "--slots", "2", "-o", "json");

        assertThat(refused.code()).isEqualTo(7);
        assertThat(refused.json().at("/problems").toString()).contains("slots_over_quota");
        assertThat(jobs.tryClaim()).isEmpty();
    }

    @Test
    void doesNotWaitForATrainingThatItsQuotaKeepsFromStarting() {
        People people = new People(api);
        Isograd small = isograd.with(
                "ISOGRAD_KEY",
                people.member(people.project(",\"slots\":1"), "member").key());

        Run refused = small.run("submit", "spec.json", "--slots", "2", "--wait");

        assertThat(refused.code()).isEqualTo(7);
        assertThat(refused.err()).contains("The quota of the project is 1 slots; got 2.", "--no-plan");
        assertThat(small.run("list", "-o", "json").json()).isEmpty();
        Run queued = small.run("submit", "spec.json", "--slots", "2", "--wait", "--no-plan", "--timeout", "3s");
        assertThat(queued.code()).as(queued.err()).isEqualTo(5);
        assertThat(small.run("list", "--state", "QUEUED", "-o", "json").json()).hasSize(1);
    }

    @Test
    void sendsARequestAgainThatArrivedTooSlowly() throws Exception {
        HttpServer slow = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        AtomicInteger requests = new AtomicInteger();
        slow.createContext("/", exchange -> {
            byte[] answer = "{\"data\":[],\"hasMore\":false,\"next\":null}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(requests.getAndIncrement() == 0 ? 408 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        slow.start();
        try {
            Run run = isograd.with(
                            "ISOGRAD_URL",
                            "http://localhost:" + slow.getAddress().getPort())
                    .run("list", "-o", "json");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(requests).hasValue(2);
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void namesTheServerThatLacksACommand() throws Exception {
        HttpServer old = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        old.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Isograd-Version", "0.0.1");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        old.start();
        try {
            Isograd client = isograd.with(
                    "ISOGRAD_URL", "http://localhost:" + old.getAddress().getPort());

            Run plan = client.run("plan", "spec.json");
            Run compare = client.run("compare", "spec.json", "--variant", "a:epochs=1", "--variant", "b:epochs=2");

            assertThat(plan.code()).isEqualTo(2);
            assertThat(plan.err()).contains("The server (version 0.0.1) has no plans yet");
            assertThat(compare.code()).isEqualTo(2);
            assertThat(compare.err()).contains("has no comparisons yet");
        } finally {
            old.stop(0);
        }
    }

    private String onlyJob() {
        Waiting.until(() -> api.get("/jobs").body().at("/data").size() == 1);
        return api.get("/jobs").at("/data/0/id");
    }

    private static void awaitState(Running running, String state) {
        Waiting.until(() -> running.errors().contains(" " + state));
    }

    private String state(String job) {
        return api.get("/jobs/" + job).at("/state");
    }

    private String succeed(Map<String, Object> result) {
        AttemptId attempt = jobs.claimNew();
        jobs.succeed(attempt, result);
        return attempt.job();
    }

    private String fail(ReasonCode code) {
        AttemptId attempt = jobs.claimNew();
        jobs.fail(attempt, new JobReason(code, "It ended."));
        return attempt.job();
    }
}
