package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
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

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ inputs\\.([a-z-]+) }}");

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
        assertThat(actionStep("Cancel the training of an aborted run").get("if"))
                .isEqualTo("${{ cancelled() && inputs.cancel-on-abort == 'true' }}");
    }

    @Test
    void theTemplateTrainsChecksGatesAndCancels() throws Exception {
        Map<String, Object> template = template();
        Running script = gitlab(template, "1").step(lines(template.get("script")));
        String job = finish(0.95);
        Run held = script.await();
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(isograd.read("isograd.env")).contains("job-id=" + job);
        assertThat(gitlab(template, "1")
                        .step(lines(template.get("script")))
                        .await()
                        .code())
                .isZero();
        assertThat(isograd.read("isograd-job")).isEqualTo(job + "\n");

        Running worse = gitlab(template, "2").step(lines(template.get("script")));
        finish(0.5);
        assertThat(worse.await().code()).isEqualTo(6);
        assertThat(isograd.read("isograd-junit.xml")).contains("failures=\"1\"");

        Running aborted = gitlab(template, "3").step(lines(template.get("script")));
        Waiting.until(() -> aborted.errors().contains("QUEUED"));
        aborted.signal("KILL");
        aborted.await();
        gitlab(template, "3")
                .with("CI_JOB_STATUS", "canceled")
                .step(lines(template.get("after_script")))
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
        assertThat(defaults()).containsKeys(with.keySet().toArray(String[]::new));
        Map<String, Object> variables = map(template().get("variables"));
        assertThat(Pattern.compile("(ISOGRAD_[A-Z]+):").matcher(text).results().map(it -> it.group(1)))
                .isNotEmpty()
                .allMatch(name -> variables.containsKey(name)
                        || List.of("ISOGRAD_URL", "ISOGRAD_KEY").contains(name));
    }

    private Isograd github(String attempt) {
        return isograd.with("RUNNER_TEMP", folder.toString())
                .with("GITHUB_OUTPUT", folder.resolve("output").toString())
                .with("GITHUB_REPOSITORY", "a/b")
                .with("GITHUB_RUN_ID", "7")
                .with("GITHUB_RUN_ATTEMPT", attempt)
                .with("GITHUB_REF_NAME", "main");
    }

    private Isograd gitlab(Map<String, Object> template, String job) {
        Isograd runner = isograd;
        for (Map.Entry<String, Object> variable : map(template.get("variables")).entrySet()) {
            runner = runner.with(variable.getKey(), variable.getValue().toString());
        }
        // GitLab defines variables also where they are empty.
        return runner.with("ISOGRAD_GATES", "testAccuracy>=0.9,peakMemoryBytes<=6GiB")
                .with("ISOGRAD_URL", api.address())
                .with("ISOGRAD_KEY", api.key())
                .with("CI_PIPELINE_ID", "1")
                .with("CI_PROJECT_PATH", "a/b")
                .with("CI_JOB_ID", job);
    }

    private Running step(Isograd runner, String name, Map<String, String> inputs) throws IOException {
        Map<String, Object> step = actionStep(name);
        Isograd with = runner;
        for (Map.Entry<String, Object> variable : map(step.get("env")).entrySet()) {
            with = with.with(variable.getKey(), evaluated(variable.getValue().toString(), inputs));
        }
        assertThat(step.get("run").toString())
                .as("scripts get inputs from their environment only")
                .doesNotContain("${{");
        return with.step(step.get("run").toString());
    }

    private static String evaluated(String text, Map<String, String> inputs) {
        return EXPRESSION
                .matcher(text)
                .replaceAll((MatchResult it) -> Matcher.quoteReplacement(inputs.get(it.group(1))));
    }

    private Map<String, String> inputs(Map<String, String> given) throws IOException {
        Map<String, String> inputs = new LinkedHashMap<>();
        defaults()
                .forEach((name, input) ->
                        inputs.put(name, map(input).getOrDefault("default", "").toString()));
        inputs.putAll(Map.of("url", api.address() + "/", "key", api.key(), "spec", "isograd.json"));
        inputs.putAll(given);
        return inputs;
    }

    private static Map<String, Object> defaults() throws IOException {
        return map(action().get("inputs"));
    }

    private static Map<String, Object> action() throws IOException {
        return new Yaml().load(Files.readString(Path.of("action.yml")));
    }

    private static Map<String, Object> actionStep(String name) throws IOException {
        return ((List<?>) map(action().get("runs")).get("steps"))
                .stream()
                        .map(PipelineIntegrationTests::map)
                        .filter(it -> name.equals(it.get("name")))
                        .findFirst()
                        .orElseThrow();
    }

    private static Map<String, Object> template() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(Path.of("ci/gitlab.yml")));
        return map(file.get(".isograd"));
    }

    private static String lines(Object script) {
        return String.join(
                "\n", ((List<?>) script).stream().map(Object::toString).toList());
    }

    @SuppressWarnings("unchecked") // What the YAML files contain is theirs to say; a wrong cast fails the test.
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** Trains the next job; returns its id. */
    private String finish(double accuracy) {
        Waiting.until(() -> api.get("/jobs?state=QUEUED").body().at("/data").size() == 1);
        var attempt = jobs.claim();
        jobs.succeed(attempt, Map.of("testAccuracy", accuracy, "peakMemoryBytes", 1000));
        return attempt.job();
    }
}
