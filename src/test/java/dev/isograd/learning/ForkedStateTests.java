package dev.isograd.learning;

import static dev.isograd.learning.StateFile.TEST;
import static dev.isograd.learning.StateFile.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import dev.isograd.learning.safetensors.SafetensorsHeaderParser;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.ForkedSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForkedStateTests {

    private static final TrainingSpec SPEC = Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of());

    /** A state in the second of two epochs, after five of eight steps. */
    private static final byte[] STATE = StateFile.of(SPEC, 5);

    static List<Arguments> whatMayChange() {
        return List.of(
                Arguments.of(Synthetic.sgr("cos", 0.5), Map.of()),
                Arguments.of(Synthetic.sgr("rel", 0.2), Map.of()),
                Arguments.of(Synthetic.greedy(), Map.of()),
                Arguments.of(Synthetic.sgr("cos", 0.2), Map.of("epochs", 7)),
                Arguments.of(
                        Synthetic.sgr("cos", 0.2),
                        Map.of("optimizer", Map.of("type", "sgd", "momentum", 0.5, "learningRate", 0.01))),
                Arguments.of(
                        Synthetic.sgr("cos", 0.2),
                        Map.of("optimizer", Map.of("type", "sgd", "schedule", Map.of("type", "constant")))),
                Arguments.of(Synthetic.sgr("cos", 0.2), Map.of("augmentation", Map.of("flip", true))),
                Arguments.of(Synthetic.sgr("cos", 0.2), Map.of("insight", Map.of("every", 2))));
    }

    @ParameterizedTest
    @MethodSource("whatMayChange")
    void loadsWeightsAndMoments(Map<String, ?> rule, Map<String, ?> changes) {
        byte[] forked = StateFile.fork(Synthetic.spec(rule, changes), TRAIN, STATE);

        assertThat(arrays(forked)).isEqualTo(arrays(STATE));
    }

    @Test
    void continuesLikeTheTrainingItselfIfNothingChanges() {
        Recorder whole = new Recorder();
        Recorder forked = new Recorder();

        assertThat(rest(SPEC, whole, false)).isEqualTo(rest(SPEC, forked, true));
        assertThat(forked.metrics).isEqualTo(whole.metrics).isNotEmpty();
    }

    @Test
    void keepsPositionAndMetrics() {
        Recorder recorder = new Recorder();

        TrainingOutcome outcome = rest(Synthetic.spec(Synthetic.greedy(), Map.of("epochs", 3)), recorder, true);

        assertThat(recorder.events).contains("step 1/6").doesNotContain("step 1/5");
        assertThat(recorder.events.getLast()).isEqualTo("epoch 2");
        assertThat(recorder.values("test.accuracy")).hasSize(2);
        assertThat(outcome.bestTestAccuracy()).isGreaterThanOrEqualTo(outcome.testAccuracy());
    }

    @Test
    void resetsMomentsForAnotherOptimizer() {
        TrainingSpec adamw = Synthetic.spec(
                Synthetic.sgr("cos", 0.2), Map.of("optimizer", Map.of("type", "adamw", "learningRate", 0.001)));

        Map<String, String> forked = arrays(StateFile.fork(adamw, TRAIN, STATE));

        Map<String, String> weights = new HashMap<>(arrays(STATE));
        weights.keySet().removeIf(name -> name.startsWith("optimizer."));
        assertThat(weights).isNotEmpty();
        weights.forEach((name, bytes) -> assertThat(forked.get(name)).as(name).isEqualTo(bytes));
        forked.keySet().removeAll(weights.keySet());
        assertThat(forked.keySet()).isNotEmpty().allMatch(name -> name.startsWith("optimizer."));
        forked.forEach((name, bytes) -> assertThat(bytes).as(name).matches("0+"));
    }

    static List<Arguments> whatMayNotChange() {
        return List.of(
                Arguments.of(
                        "network", Map.of("type", "resnet", "depth", 8, "width", 8), "/network/width is 8 here and 4"),
                Arguments.of("split", Map.of("modules", 2), "/split/modules is 2 here and 4 there"),
                Arguments.of("head", Map.of("type", "linear"), "/head/type is linear here and dgl there"),
                Arguments.of("batchSize", 17, "/batchSize is 17 here and 16 there"),
                Arguments.of("seed", 2, "/seed is 2 here and 1 there"),
                Arguments.of("epochs", 1, "5 of 4 steps"),
                Arguments.of("rule", Synthetic.backprop(), "5 of 8 steps with 4 scores"));
    }

    @ParameterizedTest
    @MethodSource("whatMayNotChange")
    void namesTheFieldThatDoesNotFit(String field, Object value, String difference) {
        TrainingSpec other = Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of(field, value));

        assertThatThrownBy(() -> StateFile.fork(other, TRAIN, STATE))
                .isInstanceOfAny(StateMismatch.class, UnusableState.class)
                .hasMessageContaining(difference);
    }

    static Stream<Arguments> pairsOfRules() {
        return Synthetic.rules().stream()
                .flatMap(from -> Synthetic.rules().stream()
                        .flatMap(to -> Stream.of(2, 5).map(steps -> Arguments.of(from, to, steps))));
    }

    /** The API checks the specs alone; this loop finds out with the arrays. */
    @ParameterizedTest
    @MethodSource("pairsOfRules")
    void acceptsExactlyTheRulesThatTheCheckOfTheSpecsAllows(String from, String to, int steps) {
        TrainingSpec origin = singleLayers(from);
        TrainingSpec fork = singleLayers(to);
        byte[] state = StateFile.of(origin, steps);

        ThrowingCallable forking = () -> StateFile.fork(fork, TRAIN, state);

        if (ForkedSpec.problems(origin, fork, steps, origin.stepsPerEpoch(TRAIN.count()))
                .isEmpty()) {
            assertThatCode(forking).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(forking).isInstanceOfAny(StateMismatch.class, UnusableState.class);
        }
    }

    private static TrainingSpec singleLayers(String rule) {
        return Synthetic.spec(
                Map.of("type", rule),
                Map.of("network", Map.of("type", "mlp", "hidden", 4, "width", 5), "head", Map.of("type", "linear")));
    }

    @Test
    void refusesOtherImages() {
        assertThatThrownBy(() -> StateFile.fork(SPEC, Synthetic.images(69, 1, 12, 3), STATE))
                .isInstanceOf(StateMismatch.class)
                .hasMessageContaining("train.sha256");
    }

    @Test
    void keepsTheTrainingUnchangedIfTheFileIsDamaged() {
        TrainingSpec adamw = Synthetic.spec(Synthetic.greedy(), Map.of("optimizer", Map.of("type", "adamw")));
        try (TrainingLoop loop = new TrainingLoop(adamw, TRAIN, TEST, new Recorder())) {
            byte[] fresh = StateFile.save(loop);
            int before = loop.liveArrays();

            assertThatThrownBy(() -> loop.forkState(new ByteArrayInputStream(Arrays.copyOf(STATE, STATE.length - 1))))
                    .isInstanceOf(UnusableState.class);

            assertThat(StateFile.save(loop)).isEqualTo(fresh);
            assertThat(loop.liveArrays()).isEqualTo(before);
        }
    }

    private static TrainingOutcome rest(TrainingSpec spec, Recorder recorder, boolean fork) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            if (fork) {
                loop.forkState(new ByteArrayInputStream(STATE));
            } else {
                loop.loadState(new ByteArrayInputStream(STATE));
            }
            return loop.run();
        }
    }

    private static Map<String, String> arrays(byte[] state) {
        int header = Math.toIntExact(
                ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getLong());
        int body = Long.BYTES + header;
        Map<String, String> arrays = new TreeMap<>();
        for (Tensor tensor : SafetensorsHeaderParser.parse(
                        new String(state, Long.BYTES, header, StandardCharsets.US_ASCII))
                .tensors()) {
            arrays.put(
                    tensor.name(),
                    HexFormat.of().formatHex(state, body + (int) tensor.begin(), body + (int) tensor.end()));
        }
        return arrays;
    }
}
