package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.imports.Pictures;
import dev.isograd.inference.TrainedJob;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;

/** What docs/ci.md and docs/command-line.md tell readers to paste, run in an empty folder with an empty home. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class DocumentedCommandsIntegrationTests {

    private static final String EXAMPLE = "https://isograd.example";

    @TempDir
    private Path folder;

    @TempDir
    private Path trained;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private ArtifactStore artifacts;

    private Isograd shell;

    @BeforeEach
    void prepare() {
        shell = new Isograd(folder, "", "");
    }

    @Test
    void trainsByTheCommandsOfTheFirstPage() throws Exception {
        List<String> blocks = blocks("command-line.md", "");
        shell.file("key", api.key() + "\n");

        // With --follow, the log comes first, so that nothing tells the state.
        Running first = shell.step("exec < key\n" + blocks.get(0));
        Waiting.until(() -> api.get("/jobs?state=QUEUED").body().at("/data").size() == 1);
        succeed(1, 0.9);
        Run followed = first.await();
        assertThat(followed.code()).as(followed.err()).isZero();
        assertThat(followed.out()).contains("Signed in to " + api.address(), "SUCCEEDED");

        Running compare = shell.step(blocks.get(1));
        Waiting.until(() -> compare.errors().contains(" QUEUED"));
        succeed(6, 0.8);
        Run compared = compare.await();
        assertThat(compared.code()).as(compared.err()).isZero();
        assertThat(shell.read("table.md")).contains("| backprop | 3 |", "| sgr | 3 |");
    }

    @Test
    void usesTheLibraryAsTheDocumentationDoes() throws Exception {
        Files.copy(Isograd.FILE, folder.resolve("isograd.py"));
        List<String> programs = blocks("command-line.md", "python").stream()
                .map(it -> it.replace("isg_…", api.key()))
                .toList();
        shell.file("first.py", programs.get(0));

        Running training = shell.with("PYTHONUNBUFFERED", "1").step("python3 -S first.py");
        Waiting.until(() -> api.get("/jobs").body().at("/data").size() == 1);
        AttemptId attempt = jobs.claim();
        jobs.training(attempt, new JobProgress(1, 2, 3, 8, null));
        Waiting.until(() -> read(training.out()).contains("3 of 8"));
        jobs.succeed(attempt, Map.of("testAccuracy", 0.75));
        Run run = training.await();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).endsWith("0.75\n");

        String job = TrainedJob.create(api, jobs, artifacts, trained);
        Files.write(folder.resolve("picture.png"), Pictures.png(28, 28, 1));
        shell.file("second.py", programs.get(1).replace("job_…", job));
        Run used = shell.step("python3 -S second.py").await();
        assertThat(used.code()).as(used.err()).isZero();
        assertThat(used.out()).contains("network/weights.safetensors", "'probability'");
    }

    @Test
    void gatesATrainingInAnyCiSystem() throws Exception {
        shell.file("isograd.json", blocks("ci.md", "json").get(0));
        Isograd ci = shell.with("ISOGRAD_URL", api.address()).with("ISOGRAD_KEY", api.key());
        List<String> blocks = blocks("ci.md", "");
        Run download = ci.step(blocks.get(0).lines().findFirst().orElseThrow()).await();
        assertThat(download.code()).as(download.err()).isZero();

        Running backprop = ci.step(blocks.get(1));
        Waiting.until(() -> backprop.errors().contains(" QUEUED"));
        succeed(1, 0.905);
        assertThat(backprop.await().code()).isZero();
        Running gated = ci.step(blocks.get(0));
        Waiting.until(() -> gated.errors().contains(" QUEUED"));
        succeed(1, 0.9);

        Run run = gated.await();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(shell.read("report.xml")).contains("tests=\"3\" failures=\"0\"");
        assertThat(shell.read("summary.md")).contains("back-propagation");
        assertThat(shell.read("figures.env")).contains("gates=met\n");
    }

    @Test
    void runsTheWorkflowOfGitHub() throws Exception {
        shell.file("isograd.json", blocks("ci.md", "json").get(0));
        Map<String, Object> workflow = new Yaml().load(blocks("ci.md", "yaml").get(0));
        Map<String, Object> train =
                CiFiles.map(CiFiles.map(workflow.get("jobs")).get("train"));
        Map<String, Object> step = CiFiles.map(((List<?>) train.get("steps")).getLast());
        Map<String, String> inputs = CiFiles.defaults();
        CiFiles.map(step.get("with")).forEach((name, value) -> inputs.put(name, value.toString()));
        // The one expression of the workflow is empty on the branch main.
        assertThat(inputs.get("baseline")).startsWith("${{ github.ref_name != 'main' && ");
        inputs.putAll(Map.of("baseline", "", "key", api.key()));
        Isograd ci = CiFiles.github(shell, folder, "1");
        assertThat(CiFiles.step(ci, "Get the command from the server", inputs)
                        .await()
                        .code())
                .isZero();

        Running training = CiFiles.step(ci, "Train", inputs);
        Waiting.until(() -> training.errors().contains(" QUEUED"));
        succeed(1, 0.9);

        Run run = training.await();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(shell.read("page")).contains("| testAccuracy | 0.9 |", "`peakMemoryBytes<=6GiB` | yes");
        assertThat(api.get("/jobs").body().at("/data/0/labels").toString())
                .isEqualTo("{\"branch\":\"main\",\"commit\":\"3f2c1aa\"}");
    }

    @Test
    void runsTheJobOfGitLab() throws Exception {
        shell.file("isograd.json", blocks("ci.md", "json").get(0));
        Map<String, Object> file = new Yaml().load(blocks("ci.md", "yaml").get(1));
        Map<String, Object> train = CiFiles.map(file.get("train"));
        assertThat(train.get("extends")).isEqualTo(".isograd");
        Map<String, Object> template = CiFiles.template();
        Isograd ci = CiFiles.gitlab(shell, template, "1")
                .with("ISOGRAD_KEY", api.key())
                .with("CI_COMMIT_REF_NAME", "main");
        for (Map.Entry<String, Object> variable :
                CiFiles.map(train.get("variables")).entrySet()) {
            ci = ci.with(variable.getKey(), variable.getValue().toString());
        }
        // On the branch main, there is nothing to compare with yet.
        Running first = ci.with("ISOGRAD_BASELINE", "").step(CiFiles.lines(template.get("script")));
        Waiting.until(() -> first.errors().contains(" QUEUED"));
        succeed(1, 0.92);
        assertThat(first.await().code()).isZero();

        Running request = ci.with("CI_JOB_ID", "2")
                .with("CI_MERGE_REQUEST_IID", "12")
                .step(CiFiles.lines(template.get("script")));
        Waiting.until(() -> request.errors().contains(" QUEUED"));
        succeed(1, 0.9);

        Run run = request.await();
        assertThat(run.code()).isEqualTo(6);
        assertThat(shell.read("isograd-junit.xml"))
                .contains("failures=\"1\"", "testAccuracy is 0.9, the limit is 0.91 (baseline job_");
    }

    private void succeed(int count, double accuracy) {
        for (int i = 0; i < count; i++) {
            jobs.succeed(jobs.claim(), Map.of("testAccuracy", accuracy, "peakMemoryBytes", 1000));
        }
    }

    /** The fenced blocks of a language, with the address of the service in place of the example's. */
    private List<String> blocks(String page, String language) throws IOException {
        return Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$")
                .matcher(Files.readString(Path.of("docs", page)))
                .results()
                .filter(it -> it.group(1).equals(language))
                .map(it -> it.group(2).replace(EXAMPLE, api.address()))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
