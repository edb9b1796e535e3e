package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;

/** The steps of the GitHub action and of the GitLab template, run as CI systems do, in an empty folder with an empty home. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class PipelineIntegrationTests {

    @TempDir
    private Path folder;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    private Isograd isograd;

    @BeforeEach
    void checkout() {
        isograd = new Isograd(folder, "", "");
        isograd.file("isograd.json", SampleJobs.SPEC);
    }

    @Test
    void theActionTrainsAndChecksGates() throws Exception {
        Map<String, String> inputs =
                inputs(Map.of("parameters", "epochs=2\nseed=7", "gates", "testAccuracy>=0.9\npeakMemoryBytes<=6GiB"));
        Isograd first = github("1");
        assertThat(step(first, "Get the command from the server", inputs)
                        .await()
                        .code())
                .isZero();

        Running train = step(first, "Train", inputs);
        String job = finish(0.95);

        Run held = train.await();
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(isograd.read("output")).contains("job-id=" + job, "gates=met");
        assertThat(api.get("/jobs/" + job).at("/spec/seed")).isEqualTo("7");
        assertThat(api.get("/jobs/" + job).at("/labels/branch")).isEqualTo("main");
        Run repeated = step(first, "Train", inputs).await();
        assertThat(repeated.code()).isZero();
        assertThat(isograd.read("isograd-job")).isEqualTo(job + "\n");

        Running worse = step(github("2"), "Train", inputs);
        finish(0.85);
        assertThat(worse.await().code()).isEqualTo(6);
        assertThat(isograd.read("isograd-junit.xml"))
                .contains("failures=\"1\"", "testAccuracy is 0.85, the limit is 0.9");
        assertThat(isograd.read("isograd-summary.md")).contains("**no**");
    }

    @Test
    void theActionCancelsTheTrainingOfAnAbortedRun() throws Exception {
        Map<String, String> inputs = inputs(Map.of());
        step(github("1"), "Get the command from the server", inputs).await();
        Running train = step(github("1"), "Train", inputs);
        Waiting.until(() ->
                Files.exists(folder.resolve("isograd-job")) && train.errors().contains("QUEUED"));

        train.signal("INT");
        assertThat(train.await().code()).isEqualTo(130);
        Run cancel = step(github("1"), "Cancel the training of an aborted run", inputs)
                .await();

        assertThat(cancel.code()).as(cancel.err()).isZero();
        assertThat(api.get("/jobs/" + isograd.read("isograd-job").strip()).at("/state"))
                .isEqualTo("CANCELLED");
        assertThat(CiFiles.actionStep("Cancel the training of an aborted run").get("if"))
                .isEqualTo("${{ cancelled() && inputs.cancel-on-abort == 'true' }}");
    }

    @Test
    void theTemplateTrainsChecksGatesAndCancels() throws Exception {
        Map<String, Object> template = CiFiles.template();
        Running script = gitlab(template, "1").step(CiFiles.lines(template.get("script")));
        String job = finish(0.95);
        Run held = script.await();
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(isograd.read("isograd.env")).contains("job-id=" + job);
        assertThat(gitlab(template, "1")
                        .step(CiFiles.lines(template.get("script")))
                        .await()
                        .code())
                .isZero();
        assertThat(isograd.read("isograd-job")).isEqualTo(job + "\n");

        Running worse = gitlab(template, "2").step(CiFiles.lines(template.get("script")));
        finish(0.5);
        assertThat(worse.await().code()).isEqualTo(6);
        assertThat(isograd.read("isograd-junit.xml")).contains("failures=\"1\"");

        Running aborted = gitlab(template, "3").step(CiFiles.lines(template.get("script")));
        Waiting.until(() -> aborted.errors().contains("QUEUED"));
        aborted.signal("KILL");
        aborted.await();
        gitlab(template, "3")
                .with("CI_JOB_STATUS", "canceled")
                .step(CiFiles.lines(template.get("after_script")))
                .await();
        assertThat(api.get("/jobs/" + isograd.read("isograd-job").strip()).at("/state"))
                .isEqualTo("CANCELLED");
    }

    @Test
    void theDocumentationUsesInputsAndVariablesThatExist() throws Exception {
        String text = Files.readString(Path.of("docs/ci.md"));
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(block -> assertThat((Object) new Yaml().load(block)).isNotNull());
        Matcher uses = Pattern.compile("uses: \\S+/isograd@\\S+\n +with:\n((?: {10}.*\n)+)")
                .matcher(text);
        assertThat(uses.find()).isTrue();
        Map<String, Object> with = new Yaml().load(uses.group(1).stripIndent());
        assertThat(CiFiles.defaults()).containsKeys(with.keySet().toArray(String[]::new));
        Map<String, Object> variables = CiFiles.map(CiFiles.template().get("variables"));
        assertThat(Pattern.compile("(ISOGRAD_[A-Z]+):").matcher(text).results().map(it -> it.group(1)))
                .isNotEmpty()
                .allMatch(name -> variables.containsKey(name)
                        || List.of("ISOGRAD_URL", "ISOGRAD_KEY").contains(name));
    }

    private Running step(Isograd runner, String name, Map<String, String> inputs) {
        return CiFiles.step(runner, name, inputs);
    }

    private Isograd github(String attempt) {
        return CiFiles.github(isograd, folder, attempt);
    }

    private Isograd gitlab(Map<String, Object> template, String job) {
        return CiFiles.gitlab(isograd, template, job)
                .with("ISOGRAD_GATES", "testAccuracy>=0.9,peakMemoryBytes<=6GiB")
                .with("ISOGRAD_URL", api.address())
                .with("ISOGRAD_KEY", api.key());
    }

    private Map<String, String> inputs(Map<String, String> given) {
        Map<String, String> inputs = CiFiles.defaults();
        inputs.putAll(Map.of("url", api.address() + "/", "key", api.key(), "spec", "isograd.json"));
        inputs.putAll(given);
        return inputs;
    }

    /** Trains the next job; returns its id. */
    private String finish(double accuracy) {
        Waiting.until(() -> api.get("/jobs?state=QUEUED").body().at("/data").size() == 1);
        var attempt = jobs.claim();
        jobs.succeed(attempt, Map.of("testAccuracy", accuracy, "peakMemoryBytes", 1000));
        return attempt.job();
    }
}
