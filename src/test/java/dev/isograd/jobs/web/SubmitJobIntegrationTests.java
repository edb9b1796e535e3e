package dev.isograd.jobs.web;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.JsonBodyReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@IsogradTest
class SubmitJobIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private Submissions submissions;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JsonBodyReader bodies;

    @Test
    void acceptsASpecAsTheWholeBody() {
        Api.Answer answer = api.post("/jobs", SPEC);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/jobs/" + answer.at("/id"));
        assertThat(answer.at("/id")).matches("job_[0-9a-z]{26}");
        assertThat(answer.at("/state")).isEqualTo("QUEUED");
        assertThat(answer.at("/name")).isEqualTo("resnet20 sgr k4");
        assertThat(answer.at("/spec/rule/type")).isEqualTo("sgr");
        assertThat(answer.body().at("/isTerminal").asBoolean()).isFalse();
        assertThat(answer.at("/blockedBy")).startsWith("waiting for a free slot");
    }

    @Test
    void acceptsNameLabelsAndPriorityBesideTheSpec() {
        Api.Answer answer = api.post(
                "/jobs", "{\"name\":\"mine\",\"labels\":{\"git\":\"3f2c1aa\"},\"priority\":2,\"spec\":" + SPEC + "}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/name")).isEqualTo("mine");
        assertThat(answer.at("/labels/git")).isEqualTo("3f2c1aa");
        assertThat(answer.body().at("/priority").asInt()).isEqualTo(2);
    }

    @Test
    void keepsNotesOfTheSubmission() {
        String notes = "first line\\nsecond";

        Api.Answer answer = api.post("/jobs", "{\"notes\":\"" + notes + "\",\"spec\":" + SPEC + "}");
        Api.Answer flat =
                api.post("/jobs", "{\"notes\":\"flat\"," + SPEC.strip().substring(1));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(api.get("/jobs/" + answer.at("/id")).at("/notes")).isEqualTo("first line\nsecond");
        assertThat(flat.at("/notes")).as(flat.text()).isEqualTo("flat");
        assertThat(api.post("/jobs", SPEC).at("/notes")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"\\u0000\"", "long"})
    void refusesWrongNotes(String notes) {
        String given = notes.equals("long") ? "\"" + "x".repeat(4001) + "\"" : notes;

        Api.Answer answer = api.post("/jobs", "{\"notes\":" + given + ",\"spec\":" + SPEC + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/notes");
        assertThat(api.post("/jobs", "{\"notes\":\"" + "x".repeat(4000) + "\",\"spec\":" + SPEC + "}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void returnsTheSameWhenReadAgain() {
        Api.Answer submitted = api.post("/jobs", SPEC);

        Api.Answer read = api.get("/jobs/" + submitted.at("/id"));

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo(submitted.header("ETag")).isEqualTo(read.at("/etag"));
        assertThat(read.at("/createdAt")).isEqualTo(submitted.at("/createdAt"));
        assertThat(read.body().at("/spec")).isEqualTo(submitted.body().at("/spec"));
    }

    @Test
    void needsOnlyDatasetNetworkRuleAndEpochs() {
        Api.Answer answer = api.post("/jobs", """
                {"dataset":"fashion-mnist-sample","network":{"type":"resnet"},"rule":{"type":"backprop"},"epochs":1}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/spec/batchSize").asInt()).isEqualTo(128);
    }

    @Test
    void namesEveryWrongFieldOfAFlatSpec() {
        Api.Answer answer = api.post("/jobs", """
                {"dataset":"cifar-1000","network":{"type":"resnet","depth":20},"rule":{"type":"sgr","weight":"much"},
                 "epochs":-3,"learningRate":0.1,"priority":7,"labels":{"a b":"c"}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("invalid_spec");
        assertThat(answer.each("/errors", "/pointer"))
                .contains("/dataset", "/rule/weight", "/epochs", "/learningRate", "/priority", "/labels/a b");
    }

    @Test
    void pointsIntoTheGivenFormOfTheBody() {
        Api.Answer answer = api.post("/jobs", """
                {"nmae":"x","spec":{"dataset":"nope","network":{"type":"resnet"},"rule":{"type":"sgr"},"epochs":0}}""");

        assertThat(answer.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/nmae", "/spec/dataset", "/spec/epochs");
    }

    @Test
    void refusesMoreImagesPerStepThanTheDataSetHas() {
        Api.Answer answer = api.post("/jobs", """
                {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"vit","patch":5},"rule":{"type":"sgr"},
                 "epochs":1,"batchSize":10001}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/spec/batchSize", "/spec/network/patch");
        assertThat(answer.text()).contains("must be at most 10000, the number of training images; got 10001");
    }

    @Test
    void refusesAHeadThatCannotTakeTheClassesOfTheDataSet() {
        Api.Answer answer = api.post("/jobs", """
                {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"vgg","width":1},"rule":{"type":"greedy"},
                 "head":{"type":"etf"},"split":{"modules":7},"epochs":1}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer")).containsExactly("/spec/head/type");
        assertThat(answer.text()).contains("10 classes");
    }

    @Test
    void namesWrongOptionsOfImagesAndLabels() {
        Api.Answer answer = api.post("/jobs", """
                {"dataset":"fashion-mnist-sample","network":{"type":"mlp"},"rule":{"type":"greedy"},"epochs":1,
                 "dropLast":1,"validationFraction":0.6,"sampling":"none","classWeights":"auto","labelSmoothing":-0.1,
                 "augmentation":{"randAugment":9,"magnitude":31,"randomErasing":2,"mixup":-1}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder(
                        "/dropLast",
                        "/validationFraction",
                        "/sampling",
                        "/classWeights",
                        "/labelSmoothing",
                        "/augmentation/randAugment",
                        "/augmentation/magnitude",
                        "/augmentation/randomErasing",
                        "/augmentation/mixup");
    }

    @Test
    void givesASmallNetworkAsManyModulesAsItHasBlocks() {
        Api.Answer answer = api.post("/jobs", """
                {"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":2},"rule":{"type":"backprop"},
                 "epochs":1,"batchSize":10000}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/spec/split/modules").asInt()).isEqualTo(2);
    }

    @Test
    void refusesMoreModulesThanTheNetworkHasBlocks() {
        Api.Answer answer = api.post("/jobs", """
                {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8},"rule":{"type":"sgr"},
                 "split":{"modules":5},"epochs":1}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer")).containsExactly("/split/modules");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "attempt",
                "id",
                "createdAt",
                "result",
                "etag",
                "isTerminal",
                "account",
                "startedAt",
                "phase"
            })
    void refusesFieldsThatUsersCannotSet(String field) {
        Api.Answer answer = api.post("/jobs", "{\"" + field + "\":\"x\",\"spec\":" + SPEC + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer")).containsExactly("/" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"labels\":{\"k\":\"\\u0000\"}}",
                "{\"labels\":{\"\\udfff\":\"v\"}}",
                "{\"dataset\":\"\\u0000\"}",
                "{\"\\u0000\":1}",
                "{\"spec\":{\"network\":{\"type\":\"\\ud800\"}}}"
            })
    void refusesTextThatCannotBeStored(String body) {
        Api.Answer answer = api.post("/jobs", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isIn("invalid_spec", "malformed_body");
    }

    @Test
    void refusesAnotherProject() {
        Api.Answer answer = api.post("/jobs", "{\"project\":\"prj_other\",\"spec\":" + SPEC + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer")).containsExactly("/project");
    }

    @Test
    void returnsTheFirstResponseToARepeatedRequest() {
        Map<String, String> key = Map.of("Idempotency-Key", "submit-1");
        Api.Answer first = api.send("POST", "/jobs", SPEC, key);
        api.send("POST", "/jobs/" + first.at("/id") + "/cancel", "", Map.of());

        Api.Answer again = api.send("POST", "/jobs", SPEC.replace(" ", "").replace("\n", ""), key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void refusesAnotherBodyWithTheSameKey() {
        Map<String, String> key = Map.of("Idempotency-Key", "submit-2");
        api.send("POST", "/jobs", SPEC, key);

        Api.Answer other = api.send("POST", "/jobs", SPEC.replace("\"epochs\":3", "\"epochs\":4"), key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void forgetsTheKeyOfARefusedSubmission() {
        Map<String, String> key = Map.of("Idempotency-Key", "submit-3");
        api.send("POST", "/jobs", "{}", key);

        assertThat(api.send("POST", "/jobs", SPEC, key).status()).isEqualTo(201);
    }

    @Test
    void createsOneJobFromSimultaneousRepetitions() throws InterruptedException {
        Map<String, String> key = Map.of("Idempotency-Key", "submit-4");
        List<Api.Answer> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> clients = Stream.generate(
                        () -> Thread.ofVirtual().start(() -> answers.add(api.send("POST", "/jobs", SPEC, key))))
                .limit(8)
                .toList();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(answers)
                .hasSize(8)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(answer -> answer.at("/id")))
                .isNotEmpty()
                .containsOnly(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .findFirst()
                        .orElseThrow()
                        .at("/id"));
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
    }

    @Test
    void keepsTheKeysOfProjectsApart() {
        Map<String, @Nullable Object> json = new JsonMapper().readValue(SPEC, new TypeReference<>() {});
        JsonBody<SubmitJobRequest> body = bodies.read(json, SubmitJobRequest.class);
        Caller one = jobs.caller();
        Caller other = jobs.project("other", null);

        String first = submissions.submit(one, "submit-5", body).id();
        String second = submissions.submit(other, "submit-5", body).id();

        assertThat(second).isNotEqualTo(first);
        assertThat(submissions.submit(one, "submit-5", body).id()).isEqualTo(first);
        assertThat(submissions.submit(other, "submit-5", body).id()).isEqualTo(second);
        jobs.clear();
    }

    @Test
    void refusesMalformedIdempotencyKey() {
        assertThat(api.send("POST", "/jobs", SPEC, Map.of("Idempotency-Key", "a b"))
                        .status())
                .isEqualTo(400);
    }
}
