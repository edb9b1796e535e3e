package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTests {

    private static final Map<String, ?> ONE_MODULE = Map.of("split", Map.of("modules", 1));
    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    @Test
    void trainsGreedilyAsBackpropWhenThereIsOneModule() {
        Run backprop = run(Synthetic.spec(Synthetic.backprop(), ONE_MODULE));
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), ONE_MODULE));

        assertThat(greedy.weights()).isEqualTo(backprop.weights());
        assertThat(greedy.losses()).isEqualTo(backprop.losses());
    }

    @Test
    void trainsBySgrAsBackpropWhenThereIsOneModule() {
        Run backprop = run(Synthetic.spec(Synthetic.backprop(), ONE_MODULE));
        Run sgr = run(Synthetic.spec(Synthetic.sgr("cos", 0.2), ONE_MODULE));

        assertThat(sgr.weights()).isEqualTo(backprop.weights());
    }

    @Test
    void tellsHowManyImagesStepsReallyTake() {
        Run run = run(Synthetic.spec(Synthetic.greedy(), Map.of("batchSize", 4096, "epochs", 1)));

        assertThat(run.recorder().events.getFirst()).contains("batchSize=70,");
    }

    @Test
    void trainsByCheckpointedBackpropAsByBackprop() {
        Run backprop = run(Synthetic.spec(Synthetic.backprop(), Map.of()));
        Run checkpointed = run(Synthetic.spec(Map.of("type", "checkpointed-backprop"), Map.of()));

        assertThat(checkpointed.weights()).isEqualTo(backprop.weights());
        assertThat(checkpointed.recorder().metrics).isEqualTo(backprop.recorder().metrics);
    }

    @Test
    void trainsByOverlapAsByBackpropWhenThereAreTwoModules() {
        Map<String, ?> twoModules = Map.of("split", Map.of("modules", 2));
        Run backprop = run(Synthetic.spec(Synthetic.backprop(), twoModules));
        Run overlap = run(Synthetic.spec(Map.of("type", "overlap"), twoModules));

        assertThat(overlap.weights()).isEqualTo(backprop.weights());
        assertThat(overlap.losses()).isEqualTo(backprop.losses());
    }

    @Test
    void trainsByGuidanceAsByBackpropWhenEveryStepIsGuidedAndGreedilyWhenNoneIs() {
        Run backprop = run(Synthetic.spec(Synthetic.backprop(), Map.of()));
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), Map.of()));
        Run guided = run(Synthetic.spec(Map.of("type", "pgl", "period", 1), Map.of()));
        Run unguided = run(Synthetic.spec(Map.of("type", "pgl", "period", 1_000_000), Map.of()));

        assertThat(guided.weights()).isEqualTo(backprop.weights());
        assertThat(guided.losses()).isEqualTo(backprop.losses());
        assertThat(unguided.weights()).isEqualTo(greedy.weights());
        assertThat(unguided.recorder().metrics).isEqualTo(greedy.recorder().metrics);
    }

    @Test
    void trainsByPredsimAsGreedilyWhenSimilarityHasNoWeight() {
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), Map.of()));
        Run predsim = run(Synthetic.spec(Map.of("type", "predsim", "beta", 0), Map.of()));

        assertThat(predsim.weights()).isEqualTo(greedy.weights());
        assertThat(predsim.losses()).isEqualTo(greedy.losses());
    }

    @Test
    void trainsBlockwiseAsGreedilyWithLinearHeads() {
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), Map.of("head", Map.of("type", "linear"))));
        Run blockwise = run(Synthetic.spec(Map.of("type", "blockwise"), Map.of("head", Map.of("type", "dgl"))));

        assertThat(blockwise.weights()).isEqualTo(greedy.weights());
        assertThat(blockwise.recorder().metrics).isEqualTo(greedy.recorder().metrics);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "norm", "sq", "rel"})
    void trainsBySgrAsGreedilyWhenTheWeightIsZero(String distance) {
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), Map.of()));
        Run sgr = run(Synthetic.spec(Synthetic.sgr(distance, 0), Map.of()));

        assertThat(sgr.weights()).isEqualTo(greedy.weights());
        assertThat(sgr.losses()).isEqualTo(greedy.losses());
    }

    @Test
    void trainsDifferentlyBySgrThanGreedily() {
        Run greedy = run(Synthetic.spec(Synthetic.greedy(), Map.of()));
        Run sgr = run(Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of()));

        assertThat(sgr.weights()).isNotEqualTo(greedy.weights());
    }

    @Test
    void repeatsEveryLossWithTheSameSeed() {
        Map<String, ?> changes = Map.of(
                "seed", 5, "augmentation", Map.of("flip", true, "cropPadding", 2), "head", Map.of("type", "conv"));
        Run first = run(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes));
        Run second = run(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes));

        assertThat(second.recorder().metrics).isEqualTo(first.recorder().metrics);
        assertThat(second.weights()).isEqualTo(first.weights());
    }

    @Test
    void differsByTheSeed() {
        Run first = run(Synthetic.spec(Synthetic.greedy(), Map.of("seed", 1)));
        Run second = run(Synthetic.spec(Synthetic.greedy(), Map.of("seed", 2)));

        assertThat(second.losses().getFirst()).isNotEqualTo(first.losses().getFirst());
    }

    @Test
    void startsFromTheSameWeightsWhateverRuleSplitAndHead() {
        String backprop = initialWeights(Synthetic.spec(Synthetic.backprop(), Map.of()));
        String greedy = initialWeights(Synthetic.spec(Synthetic.greedy(), Map.of("head", Map.of("type", "linear"))));
        String sgr = initialWeights(
                Synthetic.spec(Synthetic.sgr("sq", 1), Map.of("split", Map.of("boundaries", List.of(2)))));

        assertThat(greedy).isEqualTo(backprop);
        assertThat(sgr).isEqualTo(backprop);
    }

    @Test
    void learnsToTellTheClassesApart() {
        Map<String, ?> changes = Map.of("epochs", 6);
        List<Map<String, ?>> rules = List.of(
                Synthetic.backprop(),
                Synthetic.greedy(),
                Synthetic.sgr("cos", 0.2),
                Map.of("type", "overlap"),
                Map.of("type", "predsim"),
                Map.of("type", "pgl", "period", 3),
                Map.of("type", "deep-supervision"));
        for (Map<String, ?> rule : rules) {
            assertThat(run(Synthetic.spec(rule, changes)).outcome().testAccuracy())
                    .as("%s", rule)
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void learnsUnderHeadsWithNothingToLearn() {
        Map<String, ?> changes = Map.of("head", Map.of("type", "etf"), "epochs", 40);

        TrainingOutcome outcome =
                run(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes)).outcome();

        // Classes differ by place, of which pooled features of the first two modules know too little.
        assertThat(outcome.moduleAccuracies().get(2)).isGreaterThan(0.9);
    }

    @Test
    void matchesSimilaritiesOfMapsAndOfFlatFeatures() {
        Map<String, ?> vgg =
                Map.of("network", Map.of("type", "vgg", "width", 4), "split", Map.of("modules", 7), "epochs", 1);
        LabelledImages colour = Synthetic.images(32, 3, 16, 3);

        Run run = run(Synthetic.spec(Map.of("type", "predsim"), vgg), colour);

        assertThat(run.recorder().values("module.gradientNorm"))
                .hasSize(14)
                .allMatch(norm -> Double.isFinite(norm) && norm > 0);
    }

    @Test
    void bringsNeighbouringModulesIntoAgreementBySgr() {
        Map<String, ?> changes = Map.of("epochs", 50);
        double greedy = meanCosine(run(Synthetic.spec(Synthetic.greedy(), changes)));
        double sgr = meanCosine(run(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes)));

        assertThat(sgr).isGreaterThan(greedy + 0.1);
    }

    @Test
    void trainsVggAtItsLargestSplit() {
        Map<String, ?> vgg =
                Map.of("network", Map.of("type", "vgg", "width", 4), "split", Map.of("modules", 7), "epochs", 1);
        LabelledImages colour = Synthetic.images(32, 3, 16, 3);

        Run run = run(Synthetic.spec(Synthetic.sgr("cos", 0.2), vgg), colour);

        assertThat(run.outcome().moduleAccuracies()).hasSize(7);
        assertThat(run.outcome().boundaryCosines()).hasSize(6).doesNotContainNull();
        assertThat(run.recorder().events.getFirst())
                .contains("[[conv1], [conv2], [conv3], [conv4], [conv5], [conv6], [hidden]]");
    }

    @ParameterizedTest
    @CsvSource({"vgg, linear, 7", "vgg, etf, 7", "mlp, linear, 3"})
    void trainsEachWeightLayerByClosedFormulas(String network, String head, int layers) {
        Map<String, Object> kind = new HashMap<>(Map.of("type", network, "width", 8));
        if (network.equals("mlp")) {
            kind.put("hidden", layers);
        }
        Map<String, ?> changes = Map.of("network", kind, "head", Map.of("type", head), "epochs", 12);

        Run run = run(Synthetic.spec(Map.of("type", "sgr-bp-free"), changes));
        Run again = run(Synthetic.spec(Map.of("type", "sgr-bp-free"), changes));

        List<Double> losses = run.losses();
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
        assertThat(run.outcome().testAccuracy()).isGreaterThan(0.9);
        assertThat(run.outcome().moduleAccuracies()).hasSize(layers);
        assertThat(run.outcome().boundaryCosines()).hasSize(layers - 1).doesNotContainNull();
        assertThat(again.recorder().metrics).isEqualTo(run.recorder().metrics);
        assertThat(again.weights()).isEqualTo(run.weights());
    }

    @ParameterizedTest
    @CsvSource({
        "memory,'[[stem], [stage1.block1], [stage2.block1, stage3.block1]]'",
        "sgr-memory,'[[stem, stage1.block1], [stage2.block1], [stage3.block1]]'"
    })
    void splitsByMemory(String by, String modules) {
        Run run = run(Synthetic.spec(
                Synthetic.sgr("cos", 0.2), Map.of("epochs", 1, "split", Map.of("modules", 3, "by", by))));

        assertThat(run.recorder().events.getFirst()).contains(modules);
    }

    @Test
    void refusesImagesThatDoNotFitTheNetwork() {
        Map<String, ?> network = Map.of("type", "vit", "patch", 5, "depth", 3);
        TrainingSpec vit = Synthetic.spec(Synthetic.backprop(), Map.of("network", network));

        assertThatIllegalArgumentException().isThrownBy(() -> run(vit)).withMessageContaining("do not divide");
    }

    @Test
    void reportsWhatEveryStepAndEpochMeasured() {
        Run run = run(Synthetic.spec(Synthetic.greedy(), Map.of()));

        List<Metric> metrics = run.recorder().metrics;
        assertThat(run.recorder().events)
                .startsWith(
                        "started TrainingOutline[epochs=2, stepsPerEpoch=4, batchSize=16, parameters=4815, "
                                + "modules=[[stem], [stage1.block1], [stage2.block1], [stage3.block1]]]",
                        "step 0/1")
                .endsWith("step 1/8", "epoch 1")
                .hasSize(1 + 8 + 2);
        assertThat(metrics.stream().filter(metric -> metric.step() == 1).map(m -> m.name() + m.module()))
                .containsExactlyInAnyOrder(
                        "train.lossnull",
                        "train.accuracynull",
                        "learningRatenull",
                        "module.loss1",
                        "module.loss2",
                        "module.loss3",
                        "module.loss4",
                        "module.gradientNorm1",
                        "module.gradientNorm2",
                        "module.gradientNorm3",
                        "module.gradientNorm4",
                        "module.updateRatio1",
                        "module.updateRatio2",
                        "module.updateRatio3",
                        "module.updateRatio4",
                        "boundary.cosine2",
                        "boundary.cosine3",
                        "boundary.cosine4",
                        "boundary.distance2",
                        "boundary.distance3",
                        "boundary.distance4",
                        "boundary.normRatio2",
                        "boundary.normRatio3",
                        "boundary.normRatio4");
        assertThat(run.recorder().values("test.accuracy")).hasSize(2);
        assertThat(run.recorder().values("module.accuracy")).hasSize(8);
        assertThat(run.outcome().boundaryCosines()).hasSize(3).allMatch(cosine -> Math.abs(cosine) <= 1);
        assertThat(run.outcome().device()).isEqualTo("cpu");
        assertThat(run.outcome().libtorchVersion()).startsWith("2.7");
    }

    @Test
    void reportsNoBoundariesForBackprop() {
        Run run = run(Synthetic.spec(Synthetic.backprop(), Map.of()));

        assertThat(run.outcome().boundaryCosines()).containsExactly(null, null, null);
        assertThat(run.outcome().moduleAccuracies())
                .containsExactly(run.outcome().testAccuracy());
        assertThat(run.recorder().values("boundary.cosine")).isEmpty();
    }

    @Test
    void stopsBeforeTheNextStepWhenAsked() {
        Recorder recorder = new Recorder();
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        try (TrainingLoop loop =
                new TrainingLoop(spec, TRAIN, TEST, recorder, () -> recorder.events.contains("step 0/2"))) {
            TrainingOutcome outcome = loop.run();

            assertThat(outcome.stopped()).isTrue();
            assertThat(outcome.testAccuracy()).isNaN();
            assertThat(recorder.events).endsWith("step 0/2");
        }
    }

    @Test
    void goesOnWhereItStopped() {
        TrainingSpec spec = Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of());
        Recorder recorder = new Recorder();
        AtomicBoolean stop = new AtomicBoolean();
        String weights;
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder, () -> stop.getAndSet(!stop.get()))) {
            while (loop.run().stopped()) {
                assertThat(recorder.events).isNotEmpty();
            }
            weights = loop.saveWeights(OutputStream.nullOutputStream());
        }

        Run whole = run(spec);
        assertThat(weights).isEqualTo(whole.weights());
        assertThat(recorder.metrics).isEqualTo(whole.recorder().metrics);
    }

    @Test
    void tripsWhenALossIsNotFinite() {
        Map<String, ?> changes = Map.of("optimizer", Map.of("type", "sgd", "learningRate", 1000), "epochs", 20);

        assertThatThrownBy(() -> run(Synthetic.spec(Synthetic.sgr("sq", 1e6), changes)))
                .isInstanceOfSatisfying(NonFiniteLoss.class, diverged -> {
                    assertThat(diverged.module()).isBetween(1, 4);
                    assertThat(diverged.step()).isGreaterThan(1);
                });
    }

    @Test
    void refusesAGpuThatIsNotThere() {
        Assumptions.assumeTrue(Engine.getInstance().getGpuCount() == 0);

        assertThatThrownBy(() -> run(Synthetic.spec(Synthetic.greedy(), Map.of("device", "gpu"))))
                .isInstanceOf(DeviceMissing.class)
                .hasMessageContaining("GPU");
    }

    private static Run run(TrainingSpec spec) {
        return run(spec, TRAIN);
    }

    private static Run run(TrainingSpec spec, LabelledImages train) {
        Recorder recorder = new Recorder();
        LabelledImages test = Synthetic.images(30, train.channels(), train.height(), train.classes());
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, recorder, () -> false)) {
            TrainingOutcome outcome = loop.run();
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            return new Run(outcome, recorder, loop.saveWeights(file));
        }
    }

    private static double meanCosine(Run run) {
        return run.outcome().boundaryCosines().stream()
                .mapToDouble(Objects::requireNonNull)
                .average()
                .orElseThrow();
    }

    private static String initialWeights(TrainingSpec spec) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, new Recorder(), () -> true)) {
            return loop.saveWeights(OutputStream.nullOutputStream());
        }
    }

    private record Run(TrainingOutcome outcome, Recorder recorder, String weights) {

        List<Double> losses() {
            return recorder.values("train.loss");
        }
    }
}
