package dev.isograd.identity;

import static dev.isograd.identity.TestProviders.GITHUB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.isograd.Api;
import dev.isograd.Waiting;
import dev.isograd.cli.CiFiles;
import dev.isograd.cli.Isograd;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps of the GitHub action without a stored key: GitHub's tokens are exchanged for keys of an hour. */
@IdentityTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class ActionExchangeIntegrationTests {

    private static final String LIVING_KEYS = """
            select count(*) from api_key k join account_identity i on i.account_id = k.account_id
            where i.issuer = :issuer and k.expires_at > clock_timestamp()""";

    @TempDir
    private Path folder;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer tokens;
    private Isograd run;

    @BeforeEach
    void startRun() throws IOException {
        TestProjects.create(jdbc);
        jdbc.sql("update account set active = true where id in (select account_id from account_identity)")
                .update();
        tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            asked.add(exchange.getRequestURI().getQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer =
                    "{\"value\":\"%s\"}".formatted(GITHUB.sign(GITHUB.claims())).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokens.start();
        Isograd isograd = new Isograd(folder, "", "");
        isograd.file("isograd.json", SampleJobs.SPEC);
        run = CiFiles.github(isograd, folder, "1")
                .with(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        "http://localhost:%d/token?api-version=2.0"
                                .formatted(tokens.getAddress().getPort()))
                .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "of-the-runner");
    }

    @AfterEach
    void stop() {
        tokens.stop(0);
    }

    @Test
    void trainsWithAnExchangedKeyAndExchangesAnotherWhenItEnds() {
        Map<String, String> inputs = inputs(TestProviders.AUDIENCE);
        CiFiles.step(run, "Get the command from the server", inputs).await();
        Running train = CiFiles.step(run, "Train", inputs);
        Waiting.until(() -> train.errors().contains(" QUEUED"));
        AttemptId attempt = jobs.claim();
        assertThat(jdbc.sql("select project_id from job where id = :id")
                        .param("id", attempt.job())
                        .query((row, number) -> row.getString(1))
                        .single())
                .isEqualTo(TestProviders.PROJECT);
        assertThat(asked)
                .containsExactly("api-version=2.0&audience=" + TestProviders.AUDIENCE + " bearer of-the-runner");

        jdbc.sql("update api_key set expires_at = clock_timestamp() where expires_at is not null")
                .update();
        jobs.succeed(attempt, Map.of("testAccuracy", 0.95));

        Run done = train.await();
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(new Isograd(folder, "", "").read("output")).contains("job-id=" + attempt.job(), "gates=met");
        assertThat(asked).hasSize(2);
        assertThat(jdbc.sql(LIVING_KEYS)
                        .param("issuer", GITHUB.address())
                        .query((row, number) -> row.getInt(1))
                        .single())
                .isEqualTo(1);
    }

    @Test
    void saysWhyATokenIsNotTrusted() {
        Map<String, String> inputs = inputs("https://another.example.org");
        CiFiles.step(run, "Get the command from the server", inputs).await();
        tokens.removeContext("/token");

        Run noToken = CiFiles.step(run, "Train", inputs).await();

        assertThat(noToken.code()).isEqualTo(2);
        assertThat(noToken.err()).contains("GitHub gave no OIDC token (HTTP 404).");
        Run stranger = CiFiles.step(
                        run.with("ISOGRAD_ID_TOKEN", GITHUB.sign(GITHUB.claims().claim("repository", "octo/stranger"))),
                        "Train",
                        inputs)
                .await();
        assertThat(stranger.code()).isEqualTo(2);
        assertThat(stranger.err()).contains("(HTTP 403)");
        assertThat(jobs.tryClaim()).isEmpty();
    }

    private Map<String, String> inputs(String audience) {
        Map<String, String> inputs = CiFiles.defaults();
        inputs.putAll(Map.of(
                "url", api.address(), "spec", "isograd.json", "audience", audience, "gates", "testAccuracy>=0.9"));
        return inputs;
    }
}
