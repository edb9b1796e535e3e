package dev.isograd.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.StoredArtifact;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedImport;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.library.TestImports.Ordered;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Versions of data sets, the jobs that import them and the jobs that use them. */
@IsogradTest
class DatasetVersionsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private TestImports imports;

    @Autowired
    private JobQueue queue;

    @Autowired
    private ArtifactStore artifacts;

    @Autowired
    private LeftoverFiles leftovers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IsogradProperties settings;

    @TempDir
    private Path folder;

    private Caller caller;

    @BeforeEach
    void removeDatasets() {
        caller = jobs.caller();
    }

    @Test
    void showsAnImportFromItsOrderToItsEnd() {
        Ordered pets = imports.order(caller, "pets");
        assertThat(dataset("pets").at("/state")).isEqualTo("IMPORTING");
        assertThat(dataset("pets").at("/job")).isEqualTo(pets.job());
        assertThat(dataset("pets").body().at("/progress").isNull()).isTrue();
        assertThat(dataset("pets").body().at("/classes").isNull()).isTrue();

        ClaimedImport claimed = imports.claim();
        queue.importing(claimed.attempt());
        queue.progress(claimed.attempt(), new JobProgress(0, 1, 30, 120, 5L));

        assertThat(dataset(pets.id()).body().at("/progress/fraction").asDouble())
                .isEqualTo(0.25);
        assertThat(dataset("pets@1").body().at("/progress/steps").asInt()).isEqualTo(120);
        assertThat(job(pets.job()).at("/phase")).isEqualTo("IMPORTING");

        queue.fail(claimed.attempt(), new JobReason(ReasonCode.DATA_ERROR, "cats/1.png is damaged."));

        assertThat(dataset("pets").at("/state")).isEqualTo("FAILED");
        assertThat(dataset("pets").at("/reason/code")).isEqualTo("DATA_ERROR");
        assertThat(dataset("pets").at("/reason/message")).isEqualTo("cats/1.png is damaged.");
        assertThat(dataset("pets").body().at("/progress").isNull()).isTrue();
    }

    @Test
    void describesWhatIsReady() {
        imports.ready(caller, "pets");

        Api.Answer pets = dataset("pets");
        assertThat(pets.at("/state")).isEqualTo("READY");
        assertThat(pets.at("/reference")).isEqualTo("pets@1");
        assertThat(pets.body().at("/classes").toString()).isEqualTo("[\"cats\",\"dogs\"]");
        assertThat(pets.body().at("/trainCount").asInt()).isEqualTo(8);
        assertThat(pets.body().at("/testCount").asInt()).isEqualTo(4);
        assertThat(pets.body().at("/report/bytes").asLong())
                .isEqualTo(pets.body().at("/bytes").asLong())
                .isPositive();
        assertThat(pets.at("/digest")).hasSize(64);
    }

    @Test
    void listsAllVersionsNewestFirst() {
        imports.order(caller, "pets");
        imports.order(caller, "birds");
        imports.order(caller, "pets");

        assertThat(api.get("/datasets").each("/data", "/reference"))
                .containsExactly("pets@2", "birds@1", "pets@1", "fashion-mnist-sample");
        Api.Answer first = api.get("/datasets?limit=2");
        assertThat(api.get("/datasets?limit=2&after=" + first.at("/next")).each("/data", "/reference"))
                .containsExactly("pets@1", "fashion-mnist-sample");
    }

    @Test
    void listsThoseWhoseNameContainsAText() {
        imports.order(caller, "pets");
        imports.order(caller, "birds");
        imports.order(caller, "pets");

        assertThat(api.get("/datasets?name=ET").each("/data", "/reference")).containsExactly("pets@2", "pets@1");
        assertThat(api.get("/datasets?name=MNIST&limit=1").each("/data", "/reference"))
                .containsExactly("fashion-mnist-sample");
        assertThat(api.get("/datasets?name=%25").each("/data", "/reference")).isEmpty();
        Api.Answer first = api.get("/datasets?name=pets&limit=1");
        assertThat(api.get("/datasets?name=pets&limit=1&after=" + first.at("/next"))
                        .each("/data", "/reference"))
                .containsExactly("pets@1");
    }

    @Test
    void hidesDatasetsOfOtherProjects() {
        Caller other = jobs.project("other", null);
        Ordered theirs = imports.ready(other, "secret");

        for (String name : List.of("secret", "secret@1", theirs.id())) {
            assertThat(dataset(name).status()).isEqualTo(404);
            assertThat(delete(name).status()).isEqualTo(404);
            assertThat(api.get("/datasets/" + name + "/samples").status()).isEqualTo(404);
            assertThat(submit(name).at("/errors/0/detail")).contains("not a known data set");
        }
        assertThat(api.get("/datasets").text()).doesNotContain("secret");
        assertThat(imports.order(caller, "secret").dataset()).isEqualTo("secret@1");
    }

    @Test
    void hidesForeignDatasetsFromCallersWithoutRights() {
        People people = new People(api);
        String viewer = people.member(people.project(""), "viewer").key();
        Ordered pets = imports.ready(caller, "pets");

        assertThat(people.as(viewer, "DELETE", "/datasets/" + pets.id(), "").status())
                .isEqualTo(404);
        assertThat(people.as(viewer, "DELETE", "/datasets/fashion-mnist-sample", "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void trainsOnTheNewestVersionThatIsReady() {
        imports.ready(caller, "pets");
        imports.ready(caller, "pets");
        imports.order(caller, "pets");
        jobs.cancel(imports.order(caller, "pets").job());

        assertThat(submit("pets").at("/spec/dataset")).isEqualTo("pets@2");
        assertThat(submit("pets@1").at("/spec/dataset")).isEqualTo("pets@1");
        assertThat(submit("fashion-mnist-sample").at("/spec/dataset")).isEqualTo("fashion-mnist-sample");
        assertThat(submit("fashion-mnist-sample@1").at("/spec/dataset")).isEqualTo("fashion-mnist-sample");
        assertThat(submit("pets@3").at("/errors/0/detail")).contains("pets@3").contains("still being imported");
        assertThat(submit("pets@4").at("/errors/0/detail")).contains("pets@4").contains("Cancelled on request");
        assertThat(submit("pets@4").at("/errors/0/pointer")).isEqualTo("/dataset");
        assertThat(api.get("/jobs?dataset=pets").body().at("/data").size()).isEqualTo(2);
        assertThat(api.get("/jobs?dataset=pets@2").body().at("/data").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "pets@0", "pets@", "pets@9", "@1", "Pets", "pets@1@1", "../pets", "pets@99999999999"})
    void refusesToTrainOnWhatDoesNotExist(String name) {
        imports.ready(caller, "pets");

        Api.Answer answer = submit(name);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/dataset");
        assertThat(answer.at("/errors/0/detail")).contains("fashion-mnist-sample, pets");
    }

    @Test
    void keepsADatasetThatAJobNeeds() {
        Ordered pets = imports.ready(caller, "pets");
        String job = submit("pets").at("/id");

        Api.Answer refused = delete("pets");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("dataset_in_use");
        assertThat(refused.at("/detail")).contains(job);
        assertThat(refused.header("x-should-retry")).isEqualTo("false");

        jobs.cancel(job);
        assertThat(delete("pets@1").status()).isEqualTo(204);

        assertThat(dataset("pets").status()).isEqualTo(404);
        assertThat(dataset(pets.id()).status()).isEqualTo(404);
        try (var files = artifacts.list("projects/" + caller.project() + "/datasets/" + pets.id() + "/")) {
            assertThat(files).isEmpty();
        }
        assertThat(jdbc.sql("select details::text from audit_entry where action = 'dataset.delete' and object = ?")
                        .param(pets.id())
                        .query(String.class)
                        .single())
                .contains("pets@1");
        assertThat(imports.order(caller, "pets").dataset()).isEqualTo("pets@2");
        assertThat(api.post("/jobs/" + job + "/retry", "").at("/code")).isEqualTo("dataset_not_usable");
    }

    @Test
    void keepsADatasetThatIsImported() {
        Ordered pets = imports.order(caller, "pets");

        assertThat(delete("pets").at("/code")).isEqualTo("dataset_in_use");
        jobs.cancel(pets.job());

        assertThat(delete("pets").status()).isEqualTo(204);
        assertThat(api.post("/jobs/" + pets.job() + "/retry", "").at("/code")).isEqualTo("import_not_repeatable");
    }

    @Test
    void keepsBuiltInDatasets() {
        assertThat(delete("fashion-mnist-sample").at("/code")).isEqualTo("dataset_built_in");
        assertThat(dataset("fashion-mnist-sample").body().at("/builtIn").asBoolean())
                .isTrue();
    }

    @Test
    void importsAgainAfterAFailure() {
        Ordered pets = imports.order(caller, "pets");
        jobs.cancel(pets.job());
        assertThat(dataset("pets").at("/reason/code")).isEqualTo("USER_CANCEL");

        String again = api.post("/jobs/" + pets.job() + "/retry", "").at("/id");

        assertThat(dataset("pets").at("/state")).isEqualTo("IMPORTING");
        assertThat(dataset("pets").at("/job")).isEqualTo(again);
        assertThat(job(again).at("/kind")).isEqualTo("import");
        assertThat(api.post("/jobs/" + pets.job() + "/retry", "").status()).isEqualTo(409);
        assertThat(api.get("/jobs?kind=import").each("/data", "/id")).containsExactly(again, pets.job());
    }

    @Test
    void listsImportsOnlyOnRequest() {
        Ordered pets = imports.order(caller, "pets");
        String training = SampleJobs.submit(api);

        assertThat(api.get("/jobs").each("/data", "/id")).containsExactly(training);
        assertThat(api.get("/jobs?kind=training").each("/data", "/kind")).containsExactly("training");
        assertThat(api.get("/jobs?kind=import").each("/data", "/id")).containsExactly(pets.job());
        assertThat(api.get("/jobs?kind=import").each("/data", "/kind")).containsExactly("import");
        assertThat(api.get("/jobs?kind=other").status()).isEqualTo(400);
        assertThat(job(pets.job()).at("/spec/dataset")).isEqualTo("pets@1");
    }

    @Test
    void refusesWhatOnlyTrainingsCanDo() {
        String job = imports.order(caller, "pets").job();

        for (String path : List.of("/pause", "/resume", "/fork")) {
            Api.Answer answer = api.post("/jobs/" + job + path, "");
            assertThat(answer.status()).as(path).isEqualTo(409);
            assertThat(answer.at("/code")).isEqualTo("not_a_training");
        }
        for (String path : List.of("/result", "/checkpoints")) {
            Api.Answer answer = api.get("/jobs/" + job + path);
            assertThat(answer.status()).as(path).isEqualTo(409);
            assertThat(answer.at("/code")).isEqualTo("not_a_training");
        }
        for (String path : List.of("", "/events", "/logs", "/metrics")) {
            assertThat(api.get("/jobs/" + job + path).status()).as(path).isEqualTo(200);
        }
        assertThat(api.get("/jobs/" + job + "/files/weights.safetensors").status())
                .isEqualTo(404);
    }

    @Test
    void queuesImportsWithTrainings() {
        String training = SampleJobs.submit(api);
        Ordered pets = imports.order(caller, "pets");
        assertThat(job(pets.job()).at("/blockedBy")).isNotEmpty();

        assertThat(jobs.claim().job()).isEqualTo(training);
        ClaimedImport claimed = imports.claim();

        assertThat(claimed.attempt().job()).isEqualTo(pets.job());
        assertThat(claimed.slots()).isOne();
        assertThat(claimed.estimatedBytes()).isPositive();
        assertThat(claimed.spec().dataset()).isEqualTo("pets@1");
        jobs.cancel(pets.job());
        assertThat(dataset("pets").at("/state")).isEqualTo("IMPORTING");
        jobs.cancelled(claimed.attempt());
        assertThat(dataset("pets").at("/state")).isEqualTo("FAILED");
    }

    @Test
    void failsADatasetWhoseWorkersAreLost() {
        imports.order(caller, "pets");
        for (int loss = 0; loss < 10; loss++) {
            jobs.endWaits();
            imports.claim();
            jobs.expireLeases();
            jobs.reap();
        }

        assertThat(dataset("pets").at("/reason/code")).isEqualTo("WORKER_LOST");
    }

    @Test
    void showsPicturesByClass() throws Exception {
        Ordered pets = imports.ready(caller, "pets");

        Api.Answer dogs = api.get("/datasets/pets/samples?split=test&class=dogs&limit=1");
        Api.Answer some = api.get("/datasets/pets/samples?limit=4");

        assertThat(dogs.each("/data", "/url")).containsExactly("/api/v1/datasets/" + pets.id() + "/samples/test/1");
        assertThat(dogs.at("/data/0/class")).isEqualTo("dogs");
        assertThat(some.each("/data", "/index")).containsExactly("0", "2", "4", "6");
        assertThat(api.get("/datasets/pets/samples?class=mice").at("/errors/0/pointer"))
                .isEqualTo("?class");

        HttpResponse<byte[]> png = picture("/datasets/pets/samples/test/1");
        assertThat(png.statusCode()).isEqualTo(200);
        assertThat(png.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(png.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(png.headers().firstValue("Cache-Control")).hasValue("max-age=600, private");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.body()));
        assertThat(image.getWidth()).isEqualTo(8);
        assertThat(image.getRGB(3, 3)).isEqualTo(0xFF656667);
    }

    /** A set of many gigabytes would take minutes to fetch. */
    @Test
    void showsPicturesWithoutFetchingTheSet() throws Exception {
        imports.ready(caller, "pets");

        assertThat(api.get("/datasets/pets/samples").status()).isEqualTo(200);
        assertThat(picture("/datasets/pets/samples/train/1").statusCode()).isEqualTo(200);

        Path cached = settings.dataDir()
                .resolve("dataset-cache")
                .resolve(dataset("pets").at("/digest"));
        assertThat(cached).doesNotExist();
    }

    @Test
    void saysWhenAFileIsTooShort() throws Exception {
        Ordered pets = imports.ready(caller, "short");
        for (StoredArtifact file : filesOf(pets)) {
            if (file.key().contains("images")) {
                artifacts.delete(file.key());
                artifacts.put(file.key(), Files.write(folder.resolve("short"), new byte[1]));
            }
        }

        assertThat(picture("/datasets/short/samples/train/1").statusCode()).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test/4", "test/-1", "test/01", "test/x", "test/99999999999", "valid/0", "TEST/0"})
    void knowsNoOtherPictures(String place) throws Exception {
        imports.ready(caller, "pets");

        assertThat(picture("/datasets/pets/samples/" + place).statusCode()).isEqualTo(404);
    }

    @Test
    void drawsGrayPictures() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                picture("/datasets/fashion-mnist-sample/samples/train/0").body()));

        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(image.getWidth()).isEqualTo(28);
    }

    @Test
    void saysWhenTheStoreHasLostFiles() {
        Ordered pets = imports.ready(caller, "lost");
        jdbc.sql("update dataset set digest = repeat('0', 64) where id = ?")
                .param(pets.id())
                .update();

        assertThat(api.get("/datasets/lost/samples").at("/code")).isEqualTo("dataset_damaged");
    }

    @Test
    void removesWhatADeletionLeftInTheStore() {
        Ordered left = imports.ready(caller, "left");
        Ordered kept = imports.ready(caller, "kept");
        jdbc.sql("update dataset set deleted_at = now() where id = ?")
                .param(left.id())
                .update();
        assertThat(filesOf(left)).isNotEmpty();

        leftovers.sweep();

        assertThat(filesOf(left)).isEmpty();
        assertThat(filesOf(kept)).isNotEmpty();
    }

    private List<StoredArtifact> filesOf(Ordered version) {
        try (Stream<StoredArtifact> files =
                artifacts.list("projects/%s/datasets/%s/".formatted(caller.project(), version.id()))) {
            return files.toList();
        }
    }

    @Test
    void hasNoPicturesBeforeItIsReady() {
        imports.order(caller, "pets");

        assertThat(api.get("/datasets/pets/samples").at("/code")).isEqualTo("dataset_not_ready");
        assertThat(api.get("/datasets/pets/samples/train/0").at("/code")).isEqualTo("dataset_not_ready");
    }

    private HttpResponse<byte[]> picture(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(api.authorized(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private Api.Answer dataset(String nameOrId) {
        return api.get("/datasets/" + nameOrId);
    }

    private Api.Answer job(String id) {
        return api.get("/jobs/" + id);
    }

    private Api.Answer delete(String nameOrId) {
        return api.send("DELETE", "/datasets/" + nameOrId, "", Map.of());
    }

    private Api.Answer submit(String dataset) {
        return api.post("/jobs", """
                {"dataset":"%s","network":{"type":"mlp","hidden":1,"width":8},"rule":{"type":"backprop"},"epochs":1,
                 "batchSize":4,"device":"cpu"}""".formatted(dataset));
    }
}
