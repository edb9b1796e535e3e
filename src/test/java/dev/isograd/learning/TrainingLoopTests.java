package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingLoopTests {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    @Test
    void reportsTheActualBatchSize() {
        TrainingRun run = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of("batchSize", 4096, "epochs", 1)));

        assertThat(run.recorder().events.getFirst()).contains("batchSize=70,");
    }

    @Test
    void repeatsEveryLossWithTheSameSeed() {
        Map<String, ?> changes = Map.of(
                "seed", 5, "augmentation", Map.of("flip", true, "cropPadding", 2), "head", Map.of("type", "conv"));
        TrainingRun first = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes));
        TrainingRun second = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes));

        assertThat(second.metrics()).isEqualTo(first.metrics());
        assertThat(second.weights()).isEqualTo(first.weights());
    }

    @Test
    void differsWithAnotherSeed() {
        TrainingRun first = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of("seed", 1)));
        TrainingRun second = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of("seed", 2)));

        assertThat(second.losses().getFirst()).isNotEqualTo(first.losses().getFirst());
    }

    @Test
    void startsFromTheSameWeightsForEveryRuleSplitAndHead() {
        String backprop = initialWeights(Synthetic.spec(Synthetic.backprop(), Map.of()));
        String greedy = initialWeights(Synthetic.spec(Synthetic.greedy(), Map.of("head", Map.of("type", "linear"))));
        String sgr = initialWeights(
                Synthetic.spec(Synthetic.sgr("sq", 1), Map.of("split", Map.of("boundaries", List.of(2)))));

        assertThat(greedy).isEqualTo(backprop);
        assertThat(sgr).isEqualTo(backprop);
    }

    @Test
    void trainsVggAtItsLargestSplit() {
        Map<String, ?> vgg =
                Map.of("network", Map.of("type", "vgg", "width", 4), "split", Map.of("modules", 7), "epochs", 1);
        LabelledImages colour = Synthetic.images(32, 3, 16, 3);

        TrainingRun run = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), vgg), colour);

        assertThat(run.outcome().moduleAccuracies()).hasSize(7);
        assertThat(run.outcome().boundaryCosines()).hasSize(6).doesNotContainNull();
        assertThat(run.recorder().events.getFirst())
                .contains("[[conv1], [conv2], [conv3], [conv4], [conv5], [conv6], [hidden]]");
    }

    @ParameterizedTest
    @CsvSource({"vgg, linear, 7", "vgg, etf, 7", "mlp, linear, 3"})
    void trainsEachWeightLayerWithAnalyticFormulas(String network, String head, int layers) {
        Map<String, Object> kind = new HashMap<>(Map.of("type", network, "width", 8));
        if (network.equals("mlp")) {
            kind.put("hidden", layers);
        }
        Map<String, ?> changes = Map.of("network", kind, "head", Map.of("type", head), "epochs", 12);

        TrainingRun run = TrainingRun.of(Synthetic.spec(Map.of("type", "sgr-bp-free"), changes));

        List<Double> losses = run.losses();
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
        assertThat(run.outcome().testAccuracy()).isGreaterThan(0.9);
        assertThat(run.outcome().moduleAccuracies()).hasSize(layers);
        assertThat(run.outcome().boundaryCosines()).hasSize(layers - 1).doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource({
        "memory,'[[stem], [stage1.block1], [stage2.block1, stage3.block1]]'",
        "sgr-memory,'[[stem, stage1.block1], [stage2.block1], [stage3.block1]]'"
    })
    void splitsByMemory(String by, String modules) {
        TrainingRun run = TrainingRun.of(Synthetic.spec(
                Synthetic.sgr("cos", 0.2), Map.of("epochs", 1, "split", Map.of("modules", 3, "by", by))));

        assertThat(run.recorder().events.getFirst()).contains(modules);
    }

    @Test
    void rejectsImagesThatDoNotFitTheNetwork() {
        Map<String, ?> network = Map.of("type", "vit", "patch", 5, "depth", 3);
        TrainingSpec vit = Synthetic.spec(Synthetic.backprop(), Map.of("network", network));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingRun.of(vit))
                .withMessageContaining("do not divide");
    }

    @Test
    void reportsItsStartItsStepsAndItsEpochs() {
        TrainingRun run = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));

        assertThat(run.recorder().events)
                .startsWith(
                        "started TrainingOutline[epochs=2, stepsPerEpoch=4, stepsDone=0, batchSize=16, imagesPerEpoch=64, parameters=4815, "
                                + "modules=[[stem], [stage1.block1], [stage2.block1], [stage3.block1]], "
                                + "platform=Platform[device=cpu, libtorchVersion=2.7.1, djlVersion=0.36.0, "
                                + "precision=float32, gpu={}]]",
                        "step 0/1")
                .endsWith("step 1/8", "epoch 1")
                .hasSize(1 + 8 + 2);
        assertThat(run.outcome().platform().device()).isEqualTo("cpu");
        assertThat(run.outcome().platform().libtorchVersion()).startsWith("2.7");
    }

    @Test
    void measuresEveryModuleAndBoundary() {
        TrainingRun run = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));

        List<String> expected = new ArrayList<>(List.of("train.lossnull", "train.accuracynull", "learningRatenull"));
        for (int module = 1; module <= 4; module++) {
            expected.add("module.loss" + module);
            expected.add("module.gradientNorm" + module);
            expected.add("module.updateRatio" + module);
            expected.add("module.endToEndCosine" + module);
            expected.add("module.deadUnits" + module);
        }
        for (int module = 2; module <= 4; module++) {
            expected.add("boundary.cosine" + module);
            expected.add("boundary.distance" + module);
            expected.add("boundary.normRatio" + module);
        }
        assertThat(run.metrics().stream()
                        .filter(metric -> metric.step() == 1)
                        .map(metric -> metric.name() + metric.module()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.values("test.accuracy")).hasSize(2);
        assertThat(run.values("module.accuracy")).hasSize(8);
        assertThat(run.values("module.testLoss")).hasSize(8);
        assertThat(run.outcome().boundaryCosines()).hasSize(3).allMatch(cosine -> Math.abs(cosine) <= 1);
    }

    @Test
    void reportsNoBoundariesForBackprop() {
        TrainingRun run = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), Map.of()));

        assertThat(run.outcome().boundaryCosines()).containsExactly(null, null, null);
        assertThat(run.outcome().moduleAccuracies())
                .containsExactly(run.outcome().testAccuracy());
        assertThat(run.values("boundary.cosine")).isEmpty();
    }

    @Test
    void stopsBeforeTheNextStepWhenAsked() {
        Recorder recorder = new Recorder();
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            TrainingOutcome outcome = loop.run(between -> !recorder.events.contains("step 0/2"));

            assertThat(outcome.stopped()).isTrue();
            assertThat(outcome.testAccuracy()).isNaN();
            assertThat(recorder.events).endsWith("step 0/2");
        }
    }

    @Test
    void resumesWhereItStopped() {
        TrainingSpec spec = Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of());

        TrainingRun whole = TrainingRun.of(spec, TRAIN);
        TrainingRun interrupted = TrainingRun.interrupted(spec, TRAIN);

        assertThat(interrupted.weights()).isEqualTo(whole.weights());
        assertThat(interrupted.metrics()).isEqualTo(whole.metrics());
    }

    @Test
    void stopsWhenALossIsNotFinite() {
        Map<String, ?> changes = Map.of("optimizer", Map.of("type", "sgd", "learningRate", 1000), "epochs", 20);

        assertThatThrownBy(() -> TrainingRun.of(Synthetic.spec(Synthetic.sgr("sq", 1e6), changes)))
                .isInstanceOfSatisfying(NonFiniteLoss.class, diverged -> {
                    assertThat(diverged.module()).isBetween(1, 4);
                    assertThat(diverged.step()).isGreaterThan(1);
                });
    }

    /** The transformer has no batch normalization, which would limit the second derivative. */
    @Test
    void divergesOnlyWithAHeavySquaredDistance() {
        Map<String, ?> changes = Map.of(
                "network", Map.of("type", "vit", "depth", 3, "width", 8, "heads", 2), "head", Map.of("type", "linear"));

        assertThat(TrainingRun.of(Synthetic.spec(Synthetic.sgr("sq", 0), changes))
                        .losses())
                .hasSize(8);
        assertThatThrownBy(() -> TrainingRun.of(Synthetic.spec(Synthetic.sgr("sq", 1000), changes)))
                .isInstanceOf(NonFiniteLoss.class);
    }

    static List<Map<String, ?>> networksForOtherImages() {
        return List.of(
                Map.of("network", Map.of("type", "vit", "patch", 5)),
                Map.of("network", Map.of("type", "mlp", "width", 2), "head", Map.of("type", "etf")));
    }

    @ParameterizedTest
    @MethodSource("networksForOtherImages")
    void saysThatTheImagesDoNotFitTheNetwork(Map<String, ?> changes) {
        assertThatThrownBy(() -> TrainingRun.of(Synthetic.spec(Synthetic.greedy(), changes)))
                .isInstanceOf(ImagesDoNotFit.class);
    }

    @Test
    void rejectsAMissingGpu() {
        Assumptions.assumeTrue(Engine.getInstance().getGpuCount() == 0);

        assertThatThrownBy(() -> TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of("device", "gpu"))))
                .isInstanceOf(DeviceMissing.class)
                .hasMessageContaining("GPU");
    }

    private static String initialWeights(TrainingSpec spec) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, new Recorder())) {
            return loop.saveWeights(OutputStream.nullOutputStream());
        }
    }
}
