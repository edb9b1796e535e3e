package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTrainingTests {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    static List<Arguments> smallNetworks() {
        return List.of(
                Arguments.of(Map.of("type", "mlp", "width", 24), 6),
                Arguments.of(Map.of("type", "vgg", "depth", 11, "width", 4), 6),
                Arguments.of(Map.of("type", "resnet-bottleneck", "width", 4), 8),
                Arguments.of(Map.of("type", "vit", "depth", 3, "width", 16, "heads", 2), 80));
    }

    @ParameterizedTest
    @MethodSource("smallNetworks")
    void trainsEveryNetworkByEveryRule(Map<String, ?> network, int epochs) {
        Map<String, ?> optimizer = Map.of("type", "adamw", "learningRate", 0.003);
        Map<String, ?> changes = Map.of("network", network, "optimizer", optimizer, "epochs", epochs);
        for (Map<String, ?> rule : List.of(Synthetic.backprop(), Synthetic.greedy(), Synthetic.sgr("cos", 0.2))) {
            List<Double> losses = losses(Synthetic.spec(rule, changes));

            assertThat(losses.getLast()).as("%s by %s", network, rule).isLessThan(0.7 * losses.getFirst());
        }
    }

    /** Less is asked of them: some spend the few steps on more than the last loss. */
    @ParameterizedTest
    @MethodSource("smallNetworks")
    void lowersTheLossOfEveryNetworkByTheOtherRules(Map<String, ?> network, int epochs) {
        Map<String, ?> optimizer = Map.of("type", "adamw", "learningRate", 0.003);
        Map<String, ?> changes = Map.of("network", network, "optimizer", optimizer, "epochs", epochs);
        for (String rule :
                List.of("checkpointed-backprop", "overlap", "predsim", "pgl", "blockwise", "deep-supervision")) {
            List<Double> losses = losses(Synthetic.spec(Map.of("type", rule), changes));

            assertThat(losses.getLast()).as("%s by %s", network, rule).isLessThan(0.9 * losses.getFirst());
        }
    }

    private static List<Double> losses(TrainingSpec spec) {
        Recorder recorder = new Recorder();
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder, () -> false)) {
            loop.run();
        }
        return recorder.values("train.loss");
    }
}
