package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.w3c.dom.Document;

/** Gates on the figures of jobs, the jobs that they compare with, and the reports for CI systems. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class GateIntegrationTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":%d},"rule":{"type":"%s"},"epochs":1,"seed":%d}""";

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
    }

    @Test
    void comparesWithNumbersAndWritesAllReports() throws Exception {
        String job = trained("a|b <x>", 8, "sgr", 1, "x", 0.9, 5L << 30);
        Isograd ci = isograd.with("GITHUB_OUTPUT", folder.resolve("output").toString())
                .with("GITHUB_STEP_SUMMARY", folder.resolve("page").toString());

        Run met = ci.run(
                "wait", job, "--gate", "testAccuracy>=90%,peakMemoryBytes<=6GiB", "--gate", "moduleAccuracies.2>0.4");

        assertThat(met.code()).as(met.err()).isZero();
        assertThat(isograd.read("output")).contains("job-id=" + job, "test-accuracy=0.9\n", "gates=met\n");
        assertThat(isograd.read("page")).contains("a\\|b \\<x\\>", api.address() + "/jobs/" + job, "| 5.00 GiB |");

        Run missed = isograd.run(
                "wait", job, "--gate", "testAccuracy>0.9", "--gate", "peakMemoryBytes<=5GiB", "--junit", "report.xml");

        assertThat(missed.code()).isEqualTo(6);
        Document report = xml(isograd.read("report.xml"));
        assertThat(report.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(report.getDocumentElement()
                        .getFirstChild()
                        .getAttributes()
                        .getNamedItem("failures")
                        .getNodeValue())
                .isEqualTo("1");
    }

    @Test
    void comparesWithBackPropagationOfTheSameDataNetworkAndSeed() {
        trained("other seed", 8, "backprop", 2, "x", 0.99, 1);
        trained("other network", 14, "backprop", 1, "x", 0.99, 1);
        String job = trained("sgr", 8, "sgr", 1, "x", 0.9, 100);
        Run alone = isograd.run("wait", job, "--gate", "testAccuracy>=backprop-0.01");
        assertThat(alone.code()).isEqualTo(6);
        assertThat(alone.out()).contains("There is no succeeded back-propagation run");

        String backprop = trained("backprop", 8, "backprop", 1, "x", 0.905, 200);

        Run near = isograd.run(
                "wait", job, "--gate", "testAccuracy>=backprop-0.01", "--gate", "peakMemoryBytes<=backprop*0.5");
        assertThat(near.code()).as(near.out()).isZero();
        assertThat(near.out()).contains("(backprop " + backprop + ")");
        assertThat(isograd.run("wait", job, "--gate", "testAccuracy>=backprop-0.001")
                        .code())
                .isEqualTo(6);
    }

    @Test
    void comparesWithTheBranchSeedBySeedWhereSeedsMatch() {
        String first = trained("main 1", 8, "sgr", 1, "main", 0.80, 1);
        trained("main 2", 8, "sgr", 2, "main", 0.95, 1);
        trained("fork", 8, "sgr", 1, "12/merge", 0.99, 1);
        String seeded = trained("new 1", 8, "sgr", 1, "x", 0.795, 1);
        String other = trained("new 3", 8, "sgr", 3, "x", 0.93, 1);

        Run same = isograd.run("wait", seeded, "--baseline", "label:branch=main", "--summary", "summary.md");
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(same.out()).contains("testAccuracy>=baseline-0.01", "(baseline " + first + ")");
        assertThat(isograd.read("summary.md")).contains("The baseline run is " + first + ".");
        Run newest = isograd.run("wait", other, "--baseline", "label:branch=main", "--summary", "summary.md");
        assertThat(newest.code()).as(newest.out()).isEqualTo(6);
        assertThat(isograd.read("summary.md")).contains("which has another seed");
        assertThat(isograd.run("wait", other, "--gate", "testAccuracy>=baseline")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void adoptsTheJobOfARepeatedStep() {
        isograd.file("spec.json", SampleJobs.SPEC);
        Isograd ci = isograd.with("GITHUB_REPOSITORY", "a/b")
                .with("GITHUB_RUN_ID", "7")
                .with("GITHUB_RUN_ATTEMPT", "1")
                .with("GITHUB_REF_NAME", "12/merge")
                .with("GITHUB_SHA", "3f2c1aa");

        String first = ci.run("submit", "spec.json").out();

        assertThat(ci.run("submit", "spec.json").out()).isEqualTo(first);
        assertThat(api.get("/jobs/" + first.strip()).body().at("/labels").toString())
                .isEqualTo("{\"branch\":\"12/merge\",\"commit\":\"3f2c1aa\"}");
        assertThat(ci.with("GITHUB_RUN_ATTEMPT", "2").run("submit", "spec.json").out())
                .isNotEqualTo(first);
        assertThat(ci.run("submit", "spec.json", "-p", "epochs=9").out()).isNotEqualTo(first);
        assertThat(isograd.run("submit", "spec.json").out())
                .isNotEqualTo(isograd.run("submit", "spec.json").out());
    }

    private String trained(String name, int depth, String rule, int seed, String branch, double accuracy, long bytes) {
        String job = SampleJobs.submit(
                api,
                "{\"name\":\"%s\",\"labels\":{\"branch\":\"%s\"},\"spec\":%s}"
                        .formatted(name, branch, SPEC.formatted(depth, rule, seed)));
        jobs.succeed(
                jobs.claim(),
                Map.of("testAccuracy", accuracy, "peakMemoryBytes", bytes, "moduleAccuracies", List.of(0.3, 0.5)));
        return job;
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.replace("\n", "").getBytes(StandardCharsets.UTF_8)));
    }
}
