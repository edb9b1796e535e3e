package dev.isograd.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainedModules;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.export.ExportFormat;
import dev.isograd.learning.export.TrainedNetwork;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exported file answers as the trained network does: each type of network with each kind of head and rule. */
class ExportContractTests {

    private static final int PICTURES = 64;
    private static final float TOLERANCE = 1e-4f;
    private static final SortedMap<String, String> METADATA = new TreeMap<>(Map.of("classes", "[\"a\",\"b\",\"c\"]"));

    @TempDir
    private Path folder;

    /** Pictures with odd sides, so that windows of pooling are cut off at the end. */
    static Stream<Arguments> networks() {
        Map<String, ?> mlp = Map.of("type", "mlp", "hidden", 3, "width", 16);
        Map<String, ?> vgg = Map.of("type", "vgg", "width", 4);
        Map<String, ?> smooth = Map.of("type", "vgg", "width", 4, "batchNorm", false, "activation", "softplus");
        Map<String, ?> resnet = Map.of("type", "resnet", "depth", 8, "width", 4);
        Map<String, ?> bottleneck = Map.of("type", "resnet-bottleneck", "width", 2);
        Map<String, ?> imagenet = Map.of("type", "resnet-bottleneck", "width", 2, "stem", "imagenet");
        Map<String, ?> vit = Map.of("type", "vit", "depth", 3, "width", 8, "heads", 2);
        return Stream.of(
                of(mlp, "backprop", "linear", 13),
                of(mlp, "greedy", "linear", 13),
                of(mlp, "predsim", "linear", 13),
                of(mlp, "sgr-bp-free", "etf", 13),
                of(vgg, "greedy", "dgl", 13),
                of(vgg, "predsim", "conv", 13),
                of(smooth, "sgr", "conv1x1", 13),
                of(resnet, "checkpointed-backprop", "linear", 13),
                of(resnet, "sgr", "dgl", 13),
                of(resnet, "greedy", "conv", 13),
                of(resnet, "blockwise", "linear", 13),
                of(resnet, "greedy", "etf", 13),
                of(bottleneck, "deep-supervision", "conv", 13),
                of(imagenet, "overlap", "dgl", 35),
                of(vit, "greedy", "dgl", 12),
                of(vit, "pgl", "linear", 12),
                of(vit, "backprop", "linear", 12));
    }

    private static Arguments of(Map<String, ?> network, String rule, String head, int side) {
        return Arguments.of(network, rule, head, side);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void answersAsTheTrainedNetwork(Map<String, ?> network, String rule, String head, int side) throws Exception {
        Map<String, Object> changes = new HashMap<>();
        changes.put("network", network);
        changes.put("epochs", 1);
        changes.put("optimizer", Map.of("type", "sgd", "learningRate", 0.02));
        if (!rule.contains("backprop")) {
            changes.put("split", Map.of("modules", 3));
            changes.put("head", Map.of("type", head));
        }
        check(Synthetic.spec(Map.of("type", rule), changes), Synthetic.images(70, 3, side, 3), side);
    }

    private void check(TrainingSpec spec, LabelledImages train, int side) throws IOException {
        LabelledImages test = Synthetic.images(PICTURES, 3, side, 3);
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        ByteArrayOutputStream heads = new ByteArrayOutputStream();
        TrainedModules trained;
        List<TrainedModules.HeadAnswers> answers;
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, new Silent())) {
            loop.run();
            loop.saveWeights(weights);
            trained = loop.trained();
            trained.saveHeads(heads);
            answers = trained.answers();
        }
        try (TrainedNetwork loaded = new TrainedNetwork(spec, trained.pictures())) {
            loaded.load(new ByteArrayInputStream(weights.toByteArray()));
            loaded.loadHeads(new ByteArrayInputStream(heads.toByteArray()));
            SortedMap<Integer, float[]> scores = loaded.scores(bytes(test, PICTURES), PICTURES);
            assertThat(scores).hasSize(answers.size());
            for (int module = 1; module <= loaded.modules(); module++) {
                float[] expected = Objects.requireNonNull(scores.get(module));
                assertThat(best(expected)).isEqualTo(answers.get(module - 1).predicted());
                for (ExportFormat format : ExportFormat.values()) {
                    assertSame(loaded, format, module, test, expected, spec);
                }
            }
        }
    }

    private void assertSame(
            TrainedNetwork network,
            ExportFormat format,
            int upTo,
            LabelledImages test,
            float[] expected,
            TrainingSpec spec)
            throws IOException {
        Path file = folder.resolve("network." + format.ending());
        try (OutputStream out = Files.newOutputStream(file)) {
            network.write(format, upTo, METADATA, out);
        }
        try (ExportedNetwork exported = switch (format) {
            case ONNX -> new OnnxNetwork(file, network.pictures());
            case TORCHSCRIPT -> new TorchScriptNetwork(file, network.pictures());
            case SAFETENSORS -> new SafetensorsNetwork(file, spec, network.pictures(), upTo);
        }) {
            float[] actual = exported.scores(bytes(test, PICTURES), PICTURES);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).as("%s up to %d", format, upTo).isCloseTo(expected[i], within(TOLERANCE));
            }
            assertThat(exported.scores(bytes(test, 3), 3)).hasSize(9);
        }
    }

    private static ByteBuffer bytes(LabelledImages set, int count) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count * set.imageBytes());
        set.images().read(0, bytes);
        return bytes.flip();
    }

    private static List<Integer> best(float[] scores) {
        List<Integer> best = new ArrayList<>();
        for (int i = 0; i < scores.length; i += 3) {
            int highest = 0;
            for (int c = 1; c < 3; c++) {
                highest = scores[i + c] > scores[i + highest] ? c : highest;
            }
            best.add(highest);
        }
        return best;
    }

    private static final class Silent implements ProgressListener {

        @Override
        public void started(TrainingOutline outline) {}

        @Override
        public void stepEnded(int epoch, long step) {}

        @Override
        public void metric(Metric metric) {}

        @Override
        public void epochEnded(int epoch) {}
    }
}
