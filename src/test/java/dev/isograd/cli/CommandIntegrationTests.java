package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.imports.Pictures;
import dev.isograd.inference.TrainedJob;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.library.TestImports;
import dev.isograd.logs.LogLine;
import dev.isograd.logs.LogStream;
import dev.isograd.logs.LogWriter;
import dev.isograd.metrics.MetricPoint;
import dev.isograd.metrics.MetricWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Each command against the real service; a worker is played by the test. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class CommandIntegrationTests {

    @TempDir
    private Path folder;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private TestImports imports;

    @Autowired
    private SavedCheckpoints checkpoints;

    @Autowired
    private LogWriter logs;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private ArtifactStore artifacts;

    private Isograd isograd;

    @BeforeEach
    void prepare() {
        isograd = new Isograd(folder, api.address(), api.key());
        isograd.file("spec.json", SampleJobs.SPEC);
    }

    @Test
    void isServedToEverybodyWithTheVersionOfTheServer() {
        Api.Answer answer = api.send(api.anonymous("/cli/isograd").GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/x-python;charset=UTF-8");
        assertThat(answer.text()).startsWith("#!/usr/bin/env python3\n").contains("\nVERSION = \"development\"\n");
        assertThat(api.get("/me").header("Isograd-Version")).isEqualTo("development");
        isograd.file("other.py", answer.text().replace("VERSION = \"development\"", "VERSION = \"9.9.0\""));
        Run other = isograd.step("python3 other.py list").await();
        assertThat(other.code()).isZero();
        assertThat(other.err())
                .contains(
                        "This is isograd 9.9.0, and the server is development.",
                        "curl -fsS " + api.address() + "/cli/isograd");
        assertThat(isograd.run("list").err()).isEmpty();
    }

    @Test
    void keepsTheKeyWhereOnlyItsOwnerCanReadIt() throws Exception {
        Isograd fresh = isograd.with("ISOGRAD_URL", "").with("ISOGRAD_KEY", "");

        Run run = fresh.with("KEY", api.key())
                .step("echo $KEY | python3 " + Isograd.FILE + " login --key-stdin " + api.address())
                .await();

        assertThat(run.code()).as(run.err()).isZero();
        Path stored = folder.resolve("home/.config/isograd/login.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)))
                .isEqualTo("rw-------");
        assertThat(fresh.run("list").code()).isZero();
        Run elsewhere = fresh.with("ISOGRAD_URL", api.address().replace("localhost", "127.0.0.1"))
                .run("list");
        assertThat(elsewhere.err()).contains("There is no API key for http://127.0.0.1");
        Run wrong = fresh.step("echo isg_wrong | python3 " + Isograd.FILE + " login " + api.address())
                .await();
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(Files.readString(stored)).contains(api.key());
    }

    @Test
    void takesTheKeyThatTheUserAllowedInTheBrowser() throws Exception {
        Running login = isograd.with("ISOGRAD_KEY", "").start("login", "--browser", api.address());
        Pattern page = Pattern.compile(
                Pattern.quote(api.address()) + "/allow-command\\?port=(\\d+)&state=(\\w+)&name=isograd\\+on\\+");
        Waiting.until(() -> page.matcher(login.errors()).find());
        Matcher asked = page.matcher(login.errors());
        assertThat(asked.find()).isTrue();
        URI receiver = URI.create("http://127.0.0.1:" + asked.group(1) + "/");

        assertThat(send(HttpRequest.newBuilder(receiver).GET())).isEqualTo(200);
        assertThat(post(receiver, "{\"state\":\"guessed\",\"key\":\"isg_stolen\"}"))
                .isEqualTo(403);
        assertThat(post(receiver, "no JSON")).isEqualTo(403);
        assertThat(post(receiver, "{\"state\":\"%s\",\"key\":\"%s\"}".formatted(asked.group(2), api.key())))
                .isEqualTo(200);

        Run run = login.await();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Signed in to " + api.address());
        assertThat(Files.readString(folder.resolve("home/.config/isograd/login.json")))
                .contains(api.key());
        assertThat(isograd.with("ISOGRAD_KEY", "")
                        .run("login", "--browser", "--timeout", "1s")
                        .code())
                .isEqualTo(5);
    }

    @Test
    void submitsShowsListsAndControls() {
        Run submitted = isograd.run(
                "submit",
                "spec.json",
                "-p",
                "rule.weight=0.5",
                "-p",
                "split=null",
                "--name",
                "mine",
                "--label",
                "team=a",
                "-o",
                "json");
        assertThat(submitted.code()).as(submitted.err()).isZero();
        String job = submitted.json().at("/id").asString();
        assertThat(submitted.json().at("/spec/rule/weight").asDouble()).isEqualTo(0.5);
        assertThat(submitted.err()).contains(api.address() + "/jobs/" + job);

        assertThat(isograd.run("list", "--label", "team=a", "--state", "QUEUED").out())
                .contains("JOB", job, "mine");
        assertThat(isograd.run("list", "--label", "team=b", "-o", "json").json())
                .isEmpty();
        assertThat(isograd.run("show", job).out())
                .contains(job, "mine", "team=a")
                .doesNotContain("\033");
        assertThat(isograd.run("pause", job).out()).isEqualTo(job + " PAUSED\n");
        assertThat(isograd.run("resume", job).out()).isEqualTo(job + " QUEUED\n");
        assertThat(isograd.run("cancel", job).out()).isEqualTo(job + " CANCELLED\n");
        String retried = isograd.run("retry", job, "--from-start").out().strip();
        assertThat(api.get("/jobs/" + retried).at("/origin/job")).isEqualTo(job);
        assertThat(isograd.run("kill", retried).out()).isEqualTo(retried + " CANCELLED\n");
        assertThat(isograd.run("open", job).out()).isEqualTo(api.address() + "/jobs/" + job + "\n");
    }

    @Test
    void takesASubmissionFromStandardInput() {
        Run run = isograd.with("SPEC", "{\"name\":\"whole\",\"priority\":1,\"spec\":" + SampleJobs.SPEC + "}")
                .step("echo $SPEC | python3 " + Isograd.FILE + " submit - -p epochs=7 -o json")
                .await();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().at("/name").asString()).isEqualTo("whole");
        assertThat(run.json().at("/priority").asInt()).isEqualTo(1);
        assertThat(run.json().at("/spec/epochs").asInt()).isEqualTo(7);
    }

    @Test
    void forksACheckpointAndDownloadsIt() {
        jobs.submit();
        ClaimedTraining job = jobs.claimJob();
        String checkpoint = checkpoints.store(job, 5);

        String fork =
                isograd.run("fork", job.attempt().job(), "-p", "epochs=9").out().strip();

        assertThat(api.get("/jobs/" + fork).at("/origin/checkpoint")).isEqualTo(checkpoint);
        assertThat(api.get("/jobs/" + fork).body().at("/spec/epochs").asInt()).isEqualTo(9);
        Run download = isograd.run("download", checkpoint, "-d", "states");
        assertThat(download.code()).as(download.err()).isZero();
        assertThat(folder.resolve(download.out().strip())).exists();
    }

    @Test
    void printsALogWhileItGrows() {
        AttemptId attempt = jobs.claimNew();
        logs.append(attempt, List.of(line("one"), line("two \033[31m")));
        assertThat(isograd.run("logs", attempt.job()).out()).isEqualTo("one\ntwo \ufffd[31m\n");
        Running following = isograd.start("logs", "-f", attempt.job());
        Waiting.until(() -> following.process().isAlive() && read(following).contains("two"));

        logs.append(attempt, List.of(line("three")));
        Waiting.until(() -> read(following).contains("three"));
        logs.append(attempt, List.of(line("four")));
        jobs.succeed(attempt);

        Run run = following.await();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("one\ntwo \ufffd[31m\nthree\nfour\n");
    }

    @Test
    void showsALineForEachModule() {
        AttemptId attempt = jobs.claimNew();
        metrics.write(attempt, List.of(new MetricPoint("module.loss", 1, 1, 2.5)));
        Running watching = isograd.start("watch", attempt.job());
        Waiting.until(() -> read(watching).contains("RUNNING"));

        metrics.write(attempt, List.of(new MetricPoint("module.accuracy", 2, 2, 0.75)));
        jobs.succeed(attempt);

        Run run = watching.await();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("SUCCEEDED")
                .containsPattern("module +1 +loss 2\\.5")
                .containsPattern("module +2 +accuracy 0\\.75")
                .doesNotContain("\033");
    }

    @Test
    void usesATrainedNetwork() throws Exception {
        String job = TrainedJob.create(api, jobs, artifacts, folder);
        Files.write(folder.resolve("cat.png"), Pictures.png(28, 28, 1));
        isograd.file("cat.txt", "no picture");

        Run downloaded = isograd.run("download", job, "-d", "network", "--file", "config.json");
        assertThat(downloaded.out()).isEqualTo("network/config.json\n");
        assertThat(folder.resolve("network/config.json")).hasSameBinaryContentAs(folder.resolve("config.json"));
        Run exported = isograd.run("export", job, "--format", "safetensors", "--up-to", "2");
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(folder.resolve(exported.out().strip())).isNotEmptyFile();
        Run predicted = isograd.run("predict", job, "cat.png", "--modules", "-o", "json");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.json().at("/0/classes")).hasSize(TrainedJob.CLASSES);
        assertThat(predicted.json().at("/0/modules")).hasSize(3);
        assertThat(isograd.run("predict", job, "cat.txt").code()).isEqualTo(2);
    }

    @Test
    void importsAFolderAndContinuesAnUploadThatWasInterrupted() throws Exception {
        Path pets = folder.resolve("pets");
        for (String picture :
                List.of("cats/1.png", "cats/2.png", "dogs/" + "long".repeat(40) + ".png", ".hidden/3.png")) {
            Files.createDirectories(pets.resolve(picture).getParent());
            Files.write(pets.resolve(picture), Pictures.png(28, 28, picture.hashCode()));
        }
        Running first = isograd.start("datasets", "import", "pets", "--license", "CC0");
        Waiting.until(() -> api.get("/datasets/pets@1").status() == 200);
        imports.succeed(jobs.caller(), imports.claim());

        Run run = first.await();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("pets@1", "READY");
        assertThat(isograd.run("datasets", "list").out()).contains("pets@1", "fashion-mnist-sample");
        assertThat(isograd.run("datasets", "show", "pets", "-o", "json")
                        .json()
                        .at("/license")
                        .asString())
                .isEqualTo("CC0");
    }

    /** The service of the tests imports from no addresses, and says so. */
    @Test
    void leavesTheDownloadOfAnAddressToTheService() {
        Run refused = isograd.run("datasets", "import", "https://example.org/Some%20Pets.zip?x=1", "--size", "28x28");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("/source/url cannot be used: this service does not import from addresses");
    }

    @Test
    void packsAFolderAsTarReadersExpect() throws Exception {
        Files.createDirectories(folder.resolve("pets/b"));
        isograd.file("pets/a.png", "x".repeat(1500));
        isograd.file("pets/b/" + "long".repeat(40) + ".png", "y".repeat(512));
        isograd.file("pets/b/empty.png", "");
        isograd.file("check.py", """
                import importlib.machinery, importlib.util, io, os, sys, tarfile
                loader = importlib.machinery.SourceFileLoader("isograd", sys.argv[1])
                isograd = importlib.util.module_from_spec(importlib.util.spec_from_loader("isograd", loader))
                sys.modules["isograd"] = isograd
                loader.exec_module(isograd)
                source = isograd.open_source("pets")
                whole = source.read(0, source.size)
                pieces = b"".join(source.read(i, min(777, source.size - i)) for i in range(0, source.size, 777))
                assert whole == pieces
                with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
                    for member in tar:
                        print(member.name, tar.extractfile(member).read() == open(os.path.join("pets", member.name), "rb").read())
                """);

        Run run = isograd.step("python3 check.py " + Isograd.FILE).await();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly("a.png True", "b/empty.png True", "b/" + "long".repeat(40) + ".png True");
    }

    @Test
    void completesCommandsInShells() {
        Run run = isograd.step("python3 " + Isograd.FILE
                        + " completion bash > c && . ./c && COMP_WORDS=(isograd sub) COMP_CWORD=1"
                        + " && _isograd && echo ${COMPREPLY[@]} && COMP_WORDS=(isograd submit --jun) COMP_CWORD=2 && _isograd"
                        + " && echo ${COMPREPLY[@]}")
                .await();

        assertThat(run.out()).isEqualTo("submit\n--junit\n");
        assertThat(isograd.run("completion", "fish").out()).contains("__fish_seen_subcommand_from submit' -l junit");
        assertThat(isograd.run("completion", "zsh").out()).startsWith("autoload");
    }

    private static int post(URI address, String body) throws Exception {
        return send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)));
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private static LogLine line(String text) {
        return new LogLine(LogStream.STDOUT, Instant.parse("2026-01-02T03:04:05Z"), text);
    }

    private static String read(Running running) {
        try {
            return Files.readString(running.out());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
