package dev.isograd.jobs.plans;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IsogradTest
class PlanIntegrationTests {

    private static final long GIBIBYTE = 1L << 30;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private final JsonMapper json = new JsonMapper();

    @BeforeEach
    void registerAWorkerWithTwoSlots() {
        removeWorkers();
        jdbc.sql("""
                insert into worker (id, name, device, slots, started_at, last_seen_at)
                values ('w', 'w', 'cpu', 2, now(), now())""").update();
        device("cpu", "cpu", 2, 8 * GIBIBYTE, Long.MAX_VALUE);
    }

    @AfterEach
    void removeWorkers() {
        jdbc.sql("delete from worker").update();
    }

    @Test
    void estimatesWhatTheJobWillBeAdmittedBy() {
        JsonNode plan = plan(SPEC);
        String job = SampleJobs.submit(api);

        JsonNode memory = plan.get("memory");
        assertThat(memory.get("estimatedBytes").asLong())
                .isEqualTo(jdbc.sql("select estimated_bytes from job where id = ?")
                        .param(job)
                        .query(Long.class)
                        .single());
        assertThat(sum(memory.get("parts")))
                .isEqualTo(memory.get("estimatedBytes").asLong());
        assertThat(memory.get("backpropBytes").asLong())
                .isEqualTo(plan(with("{\"rule\":{\"type\":\"backprop\"}}"))
                        .at("/memory/estimatedBytes")
                        .asLong());
        assertThat(memory.get("modules")).hasSize(4);
        assertThat(memory.at("/modules/3/module").asInt()).isEqualTo(4);
        assertThat(memory.get("modules")
                        .valueStream()
                        .mapToLong(module -> module.get("weights").asLong())
                        .sum())
                .isEqualTo(memory.at("/parts/weights").asLong());
        assertThat(plan.get("blocks").asInt()).isEqualTo(10);
        assertThat(memory.at("/modules/0/blocks/0").asString()).isEqualTo("stem");
        assertThat(memory.get("modules")
                        .valueStream()
                        .mapToInt(module -> module.get("blocks").size())
                        .sum())
                .isEqualTo(10);
        assertThat(memory.get("modules")
                        .valueStream()
                        .mapToDouble(module -> module.get("timeShare").asDouble())
                        .sum())
                .isCloseTo(1, within(1e-9));
        JsonNode whole = plan(with("{\"rule\":{\"type\":\"backprop\"}}")).at("/memory/modules/0");
        assertThat(whole.get("blocks")).hasSize(10);
        assertThat(whole.get("timeShare").asDouble()).isEqualTo(1);
        assertThat(plan.get("steps").asLong()).isEqualTo(3 * Math.ceilDiv(images(), 128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rule\":{\"type\":\"backprop\"}}",
                "{\"rule\":{\"type\":\"checkpointed-backprop\"}}",
                "{\"rule\":{\"type\":\"deep-supervision\"}}",
                "{\"rule\":{\"type\":\"greedy\"},\"parallel\":{\"lanes\":2}}",
                "{\"rule\":{\"type\":\"overlap\"},\"validationFraction\":0.1}"
            })
    void namesPartsThatAddUp(String changes) {
        JsonNode memory = plan(with(changes)).get("memory");

        assertThat(sum(memory.get("parts")))
                .isEqualTo(memory.get("estimatedBytes").asLong());
        assertThat(memory.get("modules")
                        .valueStream()
                        .mapToLong(module -> module.get("weights").asLong())
                        .sum())
                .isEqualTo(memory.at("/parts/weights").asLong());
    }

    @Test
    void startsNothing() {
        plan(SPEC);

        assertThat(api.get("/jobs").body().get("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\":3}",
                "{\"spec\":{\"dataset\":\"none\",\"network\":{\"type\":\"resnet\",\"depth\":19}},\"unknown\":1}",
                "{\"dataset\":\"fashion-mnist-sample\",\"network\":{\"type\":\"vit\",\"patch\":5},\"rule\":{\"type\":\"sgr\"},\"epochs\":1}"
            })
    void refusesWhatASubmissionRefuses(String body) {
        Api.Answer refused = api.post("/plans", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("code"))
                .isEqualTo(api.post("/jobs", body).body().get("code"));
        assertThat(refused.body().get("errors"))
                .isEqualTo(api.post("/jobs", body).body().get("errors"));
    }

    @Test
    void takesTheFieldsOfASubmission() {
        assertThat(api.post("/plans", SPEC).status()).isEqualTo(200);
        assertThat(api.post("/plans", "{\"name\":\"x\",\"priority\":1,\"spec\":" + SPEC + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysWhichDevicesItFits() {
        device("GPU-1", "gpu", 1, 16 * GIBIBYTE, 14 * GIBIBYTE);
        device("GPU-2", "gpu", 1, 8 * GIBIBYTE, 20_000_000);

        JsonNode auto = plan(SPEC);
        JsonNode gpu = plan(with("{\"device\":\"gpu\"}"));

        assertThat(auto.get("devices")
                        .valueStream()
                        .map(device -> device.get("device").asString()))
                .containsExactly("cpu", "GPU-1", "GPU-2");
        assertThat(gpu.get("devices")
                        .valueStream()
                        .map(device -> device.get("fits").asBoolean()))
                .containsExactly(true, false);
        assertThat(gpu.at("/devices/0/freeBytes").asLong()).isEqualTo(16 * GIBIBYTE - 1000);
        assertThat(gpu.get("problems")).isEmpty();
    }

    @Test
    void namesWhatKeepsItFromStarting() {
        assertThat(problems(with("{\"device\":\"gpu\"}"), 1)).containsExactly("no_device");

        device("GPU-2", "gpu", 1, 8 * GIBIBYTE, 20_000_000);
        assertThat(problems(with("{\"device\":\"gpu\"}"), 1)).containsExactly("does_not_fit");

        jdbc.sql("update project_slots set max_slots = 1").update();
        assertThat(problems(SPEC, 2)).containsExactly("slots_over_quota");
        jdbc.sql("update project_slots set max_slots = null").update();

        removeWorkers();
        assertThat(problems(SPEC, 1)).containsExactly("no_device");
    }

    /** Each patch, applied as it stands, gives the estimate that the advice names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"rule\":{\"type\":\"backprop\"}}",
                "{\"split\":{\"boundaries\":[9]}}",
                "{\"rule\":{\"type\":\"greedy\"},\"parallel\":{\"lanes\":2}}"
            })
    void advisesChangesThatNeedLess(String changes) {
        String spec = with(changes);
        JsonNode plan = plan(spec);

        assertThat(plan.get("advice")).isNotEmpty().hasSizeLessThanOrEqualTo(8);
        for (JsonNode advice : plan.get("advice")) {
            long bytes = advice.get("memoryBytes").asLong();
            assertThat(bytes).isLessThan(plan.at("/memory/estimatedBytes").asLong());
            assertThat(plan(with(spec, advice.get("change").toString()))
                            .at("/memory/estimatedBytes")
                            .asLong())
                    .as("%s", advice)
                    .isEqualTo(bytes);
            assertThat(advice.get("why").asString()).endsWith(".");
        }
    }

    @Test
    void advisesWhatFitsTheLargestDevice() {
        long bytes = plan(SPEC).at("/memory/estimatedBytes").asLong();
        long room = bytes / 2;
        device("GPU-1", "gpu", 1, GIBIBYTE, room);

        JsonNode plan = plan(with("{\"device\":\"gpu\"}"));

        assertThat(plan.get("advice"))
                .isNotEmpty()
                .allMatch(advice -> advice.get("memoryBytes").asLong() <= room);
    }

    @Test
    void advisesFirstWhatHasReachedTheHighestAccuracyOnThisData() {
        for (JsonNode advice : plan(SPEC).get("advice")) {
            assertThat(advice.get("why").asString()).endsWith("No runs on this data yet.");
        }
        succeeded(with("{\"rule\":{\"type\":\"greedy\"}}"), 0.81);
        succeeded(with("{\"batchSize\":32}"), 0.86);
        succeeded(with("{\"batchSize\":32,\"seed\":2}"), 0.88);
        succeeded(with("{\"batchSize\":64,\"network\":{\"depth\":32}}"), 0.99);

        List<JsonNode> advice = plan(SPEC).get("advice").valueStream().toList();

        assertThat(advice.get(0).get("change").toString()).isEqualTo("{\"batchSize\":32}");
        assertThat(advice.get(0).get("why").asString()).endsWith("2 runs on this data: test accuracy 87.0 %.");
        assertThat(advice.get(1).at("/change/rule/type").asString()).isEqualTo("greedy");
        assertThat(advice.get(1).get("why").asString()).endsWith("One run on this data: test accuracy 81.0 %.");
        assertThat(advice.subList(2, advice.size()))
                .allMatch(other -> other.get("why").asString().endsWith("No runs on this data yet."));
    }

    @Test
    void drawsTheMemoryOverTheNumberOfModules() {
        JsonNode cuts = plan(SPEC).get("cuts");

        assertThat(cuts.valueStream().map(cut -> cut.get("modules").asInt()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(cuts.at("/3/memoryBytes").asLong())
                .isEqualTo(plan(SPEC).at("/memory/estimatedBytes").asLong());
        assertThat(plan(with("{\"rule\":{\"type\":\"backprop\"}}")).get("cuts")).isEmpty();
        assertThat(plan(with("{\"network\":{\"depth\":110}}")).get("cuts")).hasSizeBetween(6, 9);
    }

    @Test
    void knowsNoTimeWithoutAFinishedTraining() {
        finished(with("{\"rule\":{\"type\":\"greedy\"}}"), 30);

        assertThat(plan(SPEC).get("time").isNull()).isTrue();
    }

    @Test
    void predictsTheTimeOfEqualTrainings() {
        finished(with("{\"rule\":{\"weight\":0.5},\"seed\":7,\"epochs\":6}"), 60);
        finished(SPEC, 36);
        finished(with("{\"network\":{\"depth\":32}}"), 1000);

        JsonNode time = plan(SPEC).get("time");

        assertThat(time.at("/secondsPerEpoch/low").asDouble()).isEqualTo(10 * 0.9, within(1e-9));
        assertThat(time.at("/secondsPerEpoch/high").asDouble()).isEqualTo(12 * 1.1, within(1e-9));
        assertThat(time.get("basis").asString()).isEqualTo("2 runs of this training on the cpu");
    }

    @Test
    void scalesTheTimeOfOtherTrainingsByTheWorkOfAStep() {
        finished(with("{\"network\":{\"depth\":38}}"), 60);

        JsonNode time = plan(SPEC).get("time");

        // ResNet-38 has twice the blocks of ResNet-20, apart from the stem.
        assertThat(time.at("/secondsPerEpoch/low").asDouble()).isBetween(20 * 0.75 * 0.45, 20 * 0.75 * 0.6);
        assertThat(time.get("basis").asString()).startsWith("one run of other trainings by the same rule");
    }

    @Test
    void predictsTheTimeFromACalibrationUntilATrainingHasFinished() {
        calibrated("sgr", "1", 2e-9);
        JsonNode time = plan(SPEC).get("time");
        JsonNode larger = plan(with("{\"network\":{\"depth\":38}}")).get("time");

        double seconds = time.at("/secondsPerEpoch/low").asDouble();
        assertThat(seconds).isPositive();
        assertThat(time.at("/secondsPerEpoch/high").asDouble()).isEqualTo(seconds / 0.75 * 1.25, within(1e-9));
        assertThat(larger.at("/secondsPerEpoch/low").asDouble()).isBetween(1.6 * seconds, 2.2 * seconds);
        assertThat(time.get("basis").asString())
                .isEqualTo(
                        "a calibration of the cpu: a few steps of a small resnet by sgr, scaled by the work of a step");
        assertThat(plan(with("{\"rule\":{\"type\":\"greedy\"}}")).get("time").isNull())
                .isTrue();
        assertThat(plan(with("{\"device\":\"gpu\"}")).get("time").isNull()).isTrue();

        finished(SPEC, 36);
        assertThat(plan(SPEC).at("/time/basis").asString()).isEqualTo("one run of this training on the cpu");
    }

    @Test
    void saysHowLongAnEpochTakesWithEachChange() {
        calibrated("sgr", "1", 2e-9);
        JsonNode before = plan(SPEC);
        calibrated("greedy", "1", 2e-9);
        JsonNode plan = plan(SPEC);

        for (JsonNode advice : plan.get("advice")) {
            assertThat(advice.at("/secondsPerEpoch/low").asDouble())
                    .as("%s", advice)
                    .isCloseTo(
                            plan(with(advice.get("change").toString()))
                                    .at("/time/secondsPerEpoch/low")
                                    .asDouble(),
                            within(1e-9));
        }
        assertThat(before.get("advice")
                        .valueStream()
                        .filter(advice ->
                                advice.at("/change/rule/type").asString("").equals("greedy"))
                        .map(advice -> advice.get("secondsPerEpoch").isNull()))
                .containsOnly(true);
    }

    @Test
    void ignoresTheCalibrationOfAnotherVersionOrDevice() {
        calibrated("sgr", "0", 2e-9);
        assertThat(plan(SPEC).get("time").isNull()).isTrue();

        calibrated("greedy", "1", 2e-9);
        jdbc.sql("update worker_device set name = 'another'").update();
        assertThat(plan(with("{\"rule\":{\"type\":\"greedy\"}}")).get("time").isNull())
                .isTrue();
    }

    @Test
    void forgetsTrainingsOfOtherProjectsAndDevices() {
        jobs.submit(jobs.project("other", null), SampleJobs.submission());
        jobs.succeed(jobs.claim(), Map.of("trainSeconds", 36));
        assertThat(plan(SPEC).get("time").isNull()).isTrue();

        finished(SPEC, 36);
        assertThat(plan(SPEC).get("time").isNull()).isFalse();
        assertThat(plan(with("{\"device\":\"gpu\"}")).get("time").isNull()).isTrue();
    }

    @Test
    void predictsThePlaceInTheQueueAndTheWait() {
        assertThat(plan(SPEC).get("queue").toString()).isEqualTo("{\"ahead\":0,\"estimatedWaitSeconds\":0}");

        String first = running(100);
        running(40);
        assertThat(plan(SPEC).at("/queue/estimatedWaitSeconds").asLong()).isEqualTo(40);

        SampleJobs.submit(api);
        JsonNode unknown = plan(SPEC).get("queue");
        assertThat(unknown.get("ahead").asInt()).isEqualTo(1);
        // The job before this one takes the slot of the second; the next free slot is that of the first.
        assertThat(unknown.get("estimatedWaitSeconds").asLong()).isEqualTo(100);

        finishedIn(30);
        assertThat(plan(SPEC).at("/queue/estimatedWaitSeconds").asLong()).isEqualTo(70);
        assertThat(plan("{\"priority\":1,\"spec\":" + SPEC + "}", "/queue/ahead")
                        .asInt())
                .isZero();

        jdbc.sql("update job set eta_seconds = null where id = ?").param(first).update();
        removeWorkers();
        assertThat(plan(SPEC).at("/queue/estimatedWaitSeconds").isNull()).isTrue();
    }

    private JsonNode plan(String spec) {
        Api.Answer answer = api.post("/plans", spec);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode plan(String body, String at) {
        return api.post("/plans", body).body().at(at);
    }

    private List<String> problems(String spec, int slots) {
        List<String> codes = new ArrayList<>();
        api.post("/plans", "{\"slots\":%d,\"spec\":%s}".formatted(slots, spec))
                .body()
                .get("problems")
                .forEach(problem -> codes.add(problem.get("code").asString()));
        return codes;
    }

    private String with(String changes) {
        return with(SPEC, changes);
    }

    private String with(String spec, String changes) {
        return json.writeValueAsString(
                SpecPatch.apply(json.readValue(spec, Map.class), json.readValue(changes, Map.class)));
    }

    private static long sum(JsonNode parts) {
        return parts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private long images() {
        return api.get("/datasets/fashion-mnist-sample")
                .body()
                .get("trainCount")
                .asLong();
    }

    private void finished(String spec, double seconds) {
        SampleJobs.submit(api, spec);
        jobs.succeed(jobs.claim(), Map.of("trainSeconds", seconds));
    }

    private void succeeded(String spec, double accuracy) {
        SampleJobs.submit(api, spec);
        jobs.succeed(jobs.claim(), Map.of("testAccuracy", accuracy));
    }

    private void finishedIn(int seconds) {
        String job = SampleJobs.submit(api, "{\"priority\":2,\"spec\":" + SPEC + "}");
        AttemptId attempt = jobs.claim();
        jdbc.sql("update job set started_at = now() - ? * interval '1 s' where id = ?")
                .params(seconds, job)
                .update();
        jobs.succeed(attempt);
    }

    private String running(int etaSeconds) {
        String job = SampleJobs.submit(api);
        jobs.claim();
        jdbc.sql("update job set eta_seconds = ? where id = ?")
                .params(etaSeconds, job)
                .update();
        return job;
    }

    private void calibrated(String rule, String version, double seconds) {
        jdbc.sql("update worker set version = '1'").update();
        jdbc.sql("""
                        insert into calibration (worker_id, kind, model, threads, version, network, rule, seconds, measured_at)
                        values ('w', 'cpu', 'device', 1, ?, 'resnet', ?, ?, now())""").params(version, rule, seconds).update();
    }

    private void device(String id, String kind, int slots, long total, long fitting) {
        jdbc.sql("""
                        insert into worker_device (worker_id, id, position, kind, name, slots, total_bytes, used_bytes, fitting_bytes, state)
                        values ('w', ?, (select count(*) from worker_device), ?, 'device', ?, ?, 1000, ?, 'free')""").params(id, kind, slots, total, fitting).update();
    }
}
