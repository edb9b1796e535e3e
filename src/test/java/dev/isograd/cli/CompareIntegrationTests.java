package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.cli.Isograd.Run;
import dev.isograd.cli.Isograd.Running;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.web.TestJobs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** The command {@code compare} against the real service; a worker is played by the test. */
@IsogradTest
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class CompareIntegrationTests {

    private static final String[] VARIANTS = {
        "compare",
        "spec.json",
        "--variant",
        "backprop:rule.type=backprop,split=null",
        "--variant",
        "sgr",
        "--seeds",
        "1,2",
        "--name",
        "rules"
    };

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
        isograd.file("spec.json", """
                {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8},"split":{"modules":2},
                 "rule":{"type":"sgr","weight":0.3},"epochs":1}""");
    }

    @Test
    void waitsForAllVariantsAndSeedsAndShowsTheTable() {
        Run made = isograd.run(VARIANTS);
        assertThat(made.code()).as(made.err()).isZero();
        String comparison = made.out().strip();
        assertThat(comparison).startsWith("cmp_");
        Running waiting = isograd.start("compare", comparison, "--wait", "--summary", "table.md");
        for (double accuracy : new double[] {0.9, 0.8, 0.7, 0.6}) {
            jobs.succeed(jobs.claim(), Map.of("testAccuracy", accuracy, "peakMemoryBytes", 3 << 20));
        }

        Run run = waiting.await();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("rules", "4 succeeded", "VARIANT", "3.00 MiB", "none")
                .containsPattern("backprop +2 of 2 +0\\.8 ± 0\\.1414")
                .containsPattern("sgr +2 of 2 +0\\.7 ± 0\\.1414");
        assertThat(isograd.read("table.md")).startsWith("| variant | n |").contains("| sgr | 2 | 70.00");
        assertThat(isograd.run("compare", comparison, "-o", "json")
                        .json()
                        .at("/variants/1/difference/mean")
                        .asDouble())
                .isCloseTo(-0.1, within(1e-9));
        assertThat(api.get("/jobs?rule=backprop").body().at("/data")).hasSize(2);
    }

    @Test
    void tellsHowItsJobsEnded() throws Exception {
        String failed = isograd.run(VARIANTS).out().strip();
        jobs.fail(jobs.claim(), new JobReason(ReasonCode.DIVERGED, "It ended."));
        for (int i = 0; i < 3; i++) {
            jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5));
        }
        assertThat(isograd.run("compare", failed, "--wait").code()).isEqualTo(1);

        Running interrupted = isograd.start(with("--wait", "--cancel-on-interrupt"));
        Waiting.until(() -> interrupted.errors().contains(" QUEUED"));
        interrupted.signal("INT");
        assertThat(interrupted.await().code()).isEqualTo(4);
        assertThat(api.get("/jobs?state=CANCELLED").body().at("/data")).hasSize(4);

        Run late = isograd.run(with("--wait", "--timeout", "4s"));
        assertThat(late.code()).as(late.err()).isEqualTo(5);
        assertThat(late.err()).contains("Come back with: isograd compare cmp_");
        assertThat(api.get("/jobs?state=QUEUED").body().at("/data")).hasSize(4);
    }

    @Test
    void refusesWhatIsNoComparison() {
        assertThat(isograd.run("compare", "spec.json").code()).isEqualTo(2);
        assertThat(isograd.run("compare", "cmp_none").code()).isEqualTo(2);
        assertThat(isograd.run("compare", "spec.json", "--variant", "a", "--seeds", "x")
                        .code())
                .isEqualTo(2);
        Run wrong = isograd.run("compare", "spec.json", "--variant", "a:epochs=0", "--variant", "b");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("epochs");
        assertThat(jobs.tryClaim()).isEmpty();
    }

    @Test
    void adoptsTheComparisonOfARepeatedStep() {
        Isograd ci = CiFiles.github(isograd, folder, "1");

        String first = ci.run(VARIANTS).out();

        assertThat(ci.run(VARIANTS).out()).isEqualTo(first).startsWith("cmp_");
        assertThat(api.get("/jobs").body().at("/data")).hasSize(4);
        assertThat(CiFiles.github(isograd, folder, "2").run(VARIANTS).out()).isNotEqualTo(first);
    }

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(VARIANTS, VARIANTS.length + more.length);
        System.arraycopy(more, 0, all, VARIANTS.length, more.length);
        return all;
    }
}
