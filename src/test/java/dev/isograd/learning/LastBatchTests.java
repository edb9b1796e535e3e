package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The last, partial batch of an epoch, and the images held out for validation. */
class LastBatchTests {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    @Test
    void trainsTheLastBatchUnlessASpecLeavesItOut() {
        assertThat(TrainingRun.of(spec(16, false), TRAIN).losses()).hasSize(10);
        assertThat(TrainingRun.of(spec(16, true), TRAIN).losses()).hasSize(8);
        assertThat(TrainingRun.of(spec(16, false), TRAIN).recorder().events.getFirst())
                .contains("stepsPerEpoch=5");
    }

    @Test
    void changesNothingWhereAllBatchesAreWhole() {
        TrainingRun trained = TrainingRun.of(spec(35, false), TRAIN);
        TrainingRun leftOut = TrainingRun.of(spec(35, true), TRAIN);

        assertThat(trained.metrics()).isEqualTo(leftOut.metrics());
        assertThat(trained.weights()).isEqualTo(leftOut.weights());
    }

    /** 70 = 2 · 34 + 2 and 70 = 3 · 23 + 1: one image has no batch statistics. */
    @Test
    void leavesOutASingleImage() {
        assertThat(TrainingRun.of(spec(34, false), TRAIN).losses()).hasSize(6);
        assertThat(TrainingRun.of(spec(23, false), TRAIN).losses()).hasSize(6);
        assertThat(TrainingRun.of(spec(23, false), TRAIN).weights())
                .isEqualTo(TrainingRun.of(spec(23, true), TRAIN).weights());
    }

    @Test
    void handsOutTheWeightsOfTheEpochThatScoresBestOnHeldOutImages() {
        TrainingRun run = TrainingRun.of(validated(12), TRAIN);

        TrainingOutcome.Selection selected =
                Objects.requireNonNull(run.outcome().selection());
        assertThat(run.values("validation.accuracy"))
                .hasSize(12)
                .allMatch(accuracy -> accuracy <= selected.validationAccuracy());
        assertThat(run.values("validation.accuracy").get(selected.epoch() - 1))
                .isEqualTo(selected.validationAccuracy());
        assertThat(run.values("validation.loss").get(selected.epoch() - 1)).isEqualTo(selected.validationLoss());
        assertThat(run.values("test.accuracy").get(selected.epoch() - 1))
                .isEqualTo(run.outcome().testAccuracy());
        assertThat(run.values("test.loss").get(selected.epoch() - 1))
                .isEqualTo(run.outcome().testLoss());
        assertThat(selected.epoch())
                .as("an epoch before the last, so that a choice was made")
                .isLessThan(12);
        assertThat(run.weights())
                .isEqualTo(TrainingRun.of(validated(selected.epoch()), TRAIN).weights());
    }

    @Test
    void keepsTheBestWeightsInItsState() {
        TrainingRun whole = TrainingRun.of(validated(12), TRAIN);

        for (int stop : new int[] {5, 16, 39, 48}) {
            byte[] state = stopped(stop);
            try (TrainingLoop loop = new TrainingLoop(validated(12), TRAIN, TEST, new Synthetic.Recorder())) {
                loop.loadState(new ByteArrayInputStream(state));
                TrainingOutcome outcome = loop.run();

                assertThat(outcome).isEqualTo(whole.outcome());
                assertThat(loop.saveWeights(OutputStream.nullOutputStream())).isEqualTo(whole.weights());
            }
        }
    }

    private static byte[] stopped(int stop) {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (TrainingLoop loop = new TrainingLoop(validated(12), TRAIN, TEST, new Synthetic.Recorder())) {
            loop.run(between -> between.stepsDone() < stop);
            loop.saveState(state);
            loop.saveWeights(OutputStream.nullOutputStream());
            loop.saveState(again);
        }
        assertThat(again.toByteArray())
                .as("handing out weights changes no state")
                .isEqualTo(state.toByteArray());
        return state.toByteArray();
    }

    private static TrainingSpec validated(int epochs) {
        Map<String, Object> changes = new HashMap<>();
        changes.put("network", Map.of("type", "mlp", "hidden", 2, "width", 8));
        changes.put("epochs", epochs);
        changes.put("dropLast", false);
        changes.put("validationFraction", 0.2);
        changes.put("split", Map.of("modules", 2));
        changes.put("optimizer", Map.of("type", "sgd", "learningRate", 3, "schedule", Map.of("type", "constant")));
        return Synthetic.spec(Synthetic.greedy(), changes);
    }

    private static TrainingSpec spec(int batchSize, boolean dropLast) {
        return Synthetic.spec(
                Synthetic.greedy(),
                Map.of(
                        "network",
                        Map.of("type", "mlp", "hidden", 2, "width", 8),
                        "split",
                        Map.of("modules", 2),
                        "batchSize",
                        batchSize,
                        "dropLast",
                        dropLast));
    }
}
