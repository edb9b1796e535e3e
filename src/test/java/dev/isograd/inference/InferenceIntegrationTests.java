package dev.isograd.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradTest;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.web.TestJobs;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Predictions and exports over HTTP, computed by real child processes. */
@IsogradTest
class InferenceIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private ArtifactStore artifacts;

    @Autowired
    private InferencePool pool;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path folder;

    private String job = "";

    @BeforeEach
    void train() throws IOException {
        job = "/jobs/" + TrainedJob.create(api, jobs, artifacts, folder);
    }

    @Test
    void answersPicturesOfAnySizeBestClassFirst() throws Exception {
        for (String format : List.of("png", "jpeg")) {
            Api.Answer answer = predict("/predictions", "image/" + format, picture(format, 50, 31));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            List<Double> probabilities = probabilities(answer, "/classes");
            assertThat(probabilities).hasSize(TrainedJob.CLASSES).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(probabilities.stream().mapToDouble(each -> each).sum()).isCloseTo(1, within(1e-4));
            assertThat(answer.at("/classes/0/class")).startsWith("class ");
            assertThat(answer.body().has("modules")).isFalse();
        }
    }

    @Test
    void letsEveryHeadAnswer() {
        Api.Answer answer = api.post(
                job + "/predictions?modules=all",
                "{\"dataset\":\"fashion-mnist-sample\",\"split\":\"test\",\"index\":7}");

        assertThat(answer.each("/modules", "/module")).containsExactly("1", "2", "3");
        assertThat(answer.body().at("/modules/2/classes"))
                .isEqualTo(answer.body().at("/classes"));
        assertThat(answer.body().at("/modules/0/classes"))
                .isNotEqualTo(answer.body().at("/classes"));
    }

    @Test
    void refusesWhatDoesNotExist() {
        String body = "{\"dataset\":\"%s\",\"split\":\"%s\",\"index\":%s}";
        Api.Answer index = api.post(job + "/predictions", body.formatted("fashion-mnist-sample", "test", "1000000"));
        assertThat(index.status()).isEqualTo(400);
        assertThat(index.at("/errors/0/pointer")).isEqualTo("/index");
        Api.Answer set = api.post(job + "/predictions", body.formatted("nothing", "test", "0"));
        assertThat(set.at("/errors/0/pointer")).isEqualTo("/dataset");
        assertThat(api.post(job + "/predictions", "{}").body().at("/errors").size())
                .isEqualTo(3);
        assertThat(api.post(job + "/predictions?modules=1", body.formatted("fashion-mnist-sample", "test", "0"))
                        .status())
                .isEqualTo(400);
        assertThat(predict("/predictions", "text/plain", new byte[1]).status()).isEqualTo(415);
    }

    @Test
    void hostilePicturesHarmNoLaterPrediction() throws Exception {
        byte[] png = picture("png", 8, 8);
        byte[] huge = png.clone();
        ByteBuffer.wrap(huge).putInt(16, 60_000).putInt(20, 60_000);
        for (byte[] hostile : List.of(huge, new byte[0], "<svg/>".getBytes(), java.util.Arrays.copyOf(png, 40))) {
            Api.Answer answer = predict("/predictions", "image/png", hostile);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.at("/code")).isEqualTo("invalid_picture");
        }
        assertThat(predict("/predictions", "image/png", png).status()).isEqualTo(200);
    }

    /** Neither reaches a process: one says how long it is, and the other only grows. */
    @Test
    void refusesAPictureThatIsTooLarge() {
        byte[] large = new byte[10 * 1024 * 1024 + 1];
        for (BodyPublisher body :
                List.of(BodyPublishers.ofByteArray(large), BodyPublishers.ofByteArrays(List.of(large)))) {
            Api.Answer answer = api.send(api.authorized(job + "/predictions")
                    .header("Content-Type", "image/png")
                    .POST(body));

            assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        }
    }

    @Test
    void aProcessThatDiesIsReplaced() throws Exception {
        byte[] picture = picture("png", 28, 28);
        assertThat(predict("/predictions", "image/png", picture).status()).isEqualTo(200);

        pool.processes().forEach(ProcessHandle::destroyForcibly);
        Api.Answer answer = predict("/predictions", "image/png", picture);

        if (answer.status() != 200) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            answer = predict("/predictions", "image/png", picture);
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The process that runs has the network still. */
    @Test
    void answersNothingForWhatWasDeletedMeanwhile() throws Exception {
        byte[] picture = picture("png", 28, 28);
        assertThat(predict("/predictions", "image/png", picture).status()).isEqualTo(200);

        jdbc.sql("insert into deleted_network values (?, clock_timestamp())")
                .param(job.substring(job.lastIndexOf('/') + 1))
                .update();
        assertThat(predict("/predictions", "image/png", picture).at("/code")).isEqualTo("network_deleted");
        assertThat(api.send(api.authorized(job).DELETE()).status()).isEqualTo(204);
        assertThat(predict("/predictions", "image/png", picture).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript", "safetensors"})
    void exportsAndComparesEveryFormat(String format) throws Exception {
        Api.Answer whole = api.post(job + "/exports", "{\"format\":\"" + format + "\"}");
        Api.Answer exit = api.post(job + "/exports", "{\"format\":\"" + format + "\",\"upTo\":1}");

        for (Api.Answer answer : List.of(whole, exit)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.body().at("/maxDifference").asDouble()).isBetween(0.0, 1e-4);
            assertThat(Digests.of(download(answer.at("/links/content")))).isEqualTo(answer.at("/sha256"));
        }
        assertThat(api.get(job + "/exports").body().at("/data")).contains(whole.body(), exit.body());
        assertThat(exit.body().at("/upTo").asInt()).isEqualTo(1);
        assertThat(exit.body().at("/bytes").asLong())
                .isLessThan(whole.body().at("/bytes").asLong());
        assertThat(api.post(job + "/exports", "{\"format\":\"" + format + "\"}").text())
                .isEqualTo(whole.text());
        assertThat(api.get(job + "/result").each("/files", "/name")).contains(whole.at("/name"), exit.at("/name"));
    }

    @Test
    void heedsTheIdempotencyKeyOfAnExport() throws Exception {
        Api.Answer first = export("one", "{\"format\":\"safetensors\"}");
        assertThat(first.status()).as(first.text()).isEqualTo(201);

        assertThat(export("one", "{ \"format\": \"safetensors\" }").text()).isEqualTo(first.text());
        Api.Answer reused = export("one", "{\"format\":\"safetensors\",\"upTo\":1}");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.at("/code")).isEqualTo("idempotency_key_reused");
        assertThat(export("a b", "{\"format\":\"safetensors\"}").status()).isEqualTo(400);
    }

    /** The first export starts a process, which takes longer than the second request. */
    @Test
    void refusesAnIdempotencyKeyWhoseExportIsUnderWay() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> answers =
                    clients.invokeAll(Collections.nCopies(4, () -> export("same", "{\"format\":\"onnx\"}")));

            List<Integer> statuses = new ArrayList<>();
            for (Future<Api.Answer> answer : answers) {
                statuses.add(answer.get().status());
                assertThat(answer.get().status() == 201
                                || answer.get().at("/code").equals("request_in_flight"))
                        .as(answer.get().text())
                        .isTrue();
            }
            assertThat(statuses).contains(201, 409);
        }
        assertThat(export("same", "{\"format\":\"onnx\"}").status()).isEqualTo(201);
    }

    /** The key belongs to this test alone, because keys count for a whole project, which test classes share. */
    private Api.Answer export(String key, String body) {
        return api.send(api.authorized(job + "/exports")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", job + "/" + key)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void describesAnOnnxFileInItsMetadata() throws Exception {
        Api.Answer export = api.post(job + "/exports", "{\"format\":\"onnx\"}");
        Path file = Files.write(folder.resolve("network.onnx"), download(export.at("/links/content")));

        try (OnnxNetwork network = new OnnxNetwork(
                file,
                new dev.isograd.learning.graph.PictureFormat(
                        1, 28, 28, TrainedJob.CLASSES, List.of(0.0), List.of(1.0)))) {
            assertThat(network.metadata())
                    .containsEntry("weightsSha256", "abc")
                    .containsEntry("datasetDigest", "def")
                    .containsKeys("spec", "job");
            assertThat(network.metadata().get("classes")).startsWith("[\"class 0\",\"class 1\"");
        }
    }

    @Test
    void refusesExportsThatCannotBe() {
        Api.Answer module = api.post(job + "/exports", "{\"format\":\"onnx\",\"upTo\":4}");
        assertThat(module.status()).isEqualTo(400);
        assertThat(module.at("/errors/0/pointer")).isEqualTo("/upTo");
        assertThat(api.post(job + "/exports", "{\"format\":\"gif\"}").at("/errors/0/pointer"))
                .isEqualTo("/format");
        assertThat(api.post(job + "/exports", "{\"format\":\"onnx\",\"upTo\":0}")
                        .status())
                .isEqualTo(400);

        String running = "/jobs/" + jobs.submit();
        assertThat(api.post(running + "/exports", "{\"format\":\"onnx\"}").at("/code"))
                .isEqualTo("no_result");
        jobs.succeed(jobs.claim());
        assertThat(api.post(running + "/exports", "{\"format\":\"onnx\"}").at("/code"))
                .isEqualTo("network_not_described");
    }

    private Api.Answer predict(String path, String type, byte[] body) {
        return api.send(api.authorized(job + path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    private byte[] download(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        api.anonymous(address)
                                .header("Authorization", "Bearer " + api.key())
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
    }

    private static List<Double> probabilities(Api.Answer answer, String list) {
        return answer.body()
                .at(list)
                .valueStream()
                .map(each -> each.at("/probability").asDouble())
                .toList();
    }

    static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
