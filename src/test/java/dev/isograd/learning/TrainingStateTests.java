package dev.isograd.learning;

import static dev.isograd.learning.StateFile.TEST;
import static dev.isograd.learning.StateFile.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.Safetensors;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingStateTests {

    private static final Map<String, ?> OF_ALL_RULES = Map.of("type", "vgg", "width", 4);
    private static final Map<String, ?> LINEAR = Map.of("type", "linear");
    private static final Map<String, ?> AUGMENTED = Map.of("flip", true, "cropPadding", 2);

    static List<Arguments> rulesAndOptimizers() {
        return Arrays.stream(RuleSpec.class.getPermittedSubclasses())
                .map(TrainingStateTests::rule)
                .flatMap(rule -> List.of("sgd", "adamw").stream().map(optimizer -> Arguments.of(rule, optimizer)))
                .toList();
    }

    static List<Map<String, ?>> networks() {
        return List.of(
                Map.of("type", "mlp", "width", 24),
                Map.of("type", "vgg", "depth", 11, "width", 4),
                Map.of("type", "resnet-bottleneck", "width", 4),
                Map.of("type", "vit", "depth", 3, "width", 16, "heads", 2));
    }

    @ParameterizedTest
    @MethodSource("rulesAndOptimizers")
    void resumesFromEveryStepWithEqualResults(Map<String, ?> rule, String optimizer) {
        Map<String, ?> changes = Map.of(
                "optimizer",
                Map.of("type", optimizer),
                "augmentation",
                AUGMENTED,
                "network",
                OF_ALL_RULES,
                "head",
                LINEAR);
        TrainingSpec spec = Synthetic.spec(rule, changes);

        Run whole = run(spec, 8);

        assertThat(whole.outcome().stopped()).isFalse();
        assertThat(whole.digests()).hasSize(9).doesNotHaveDuplicates();
        for (int stop : List.of(0, 1, 3, 4, 6)) {
            assertResumesAt(stop, spec, whole, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgr", "pgl", "backprop"})
    void reportsWindowsThatStartedBeforeTheStop(String rule) {
        TrainingSpec spec = Synthetic.spec(
                Map.of("type", rule),
                Map.of("network", Map.of("type", "mlp", "width", 8), "batchSize", 2, "epochs", 230));

        Run whole = run(spec, 75);

        assertThat(whole.recorder().values("train.loss")).hasSize(20);
        for (int stop : List.of(1, 3, 4, 14, 33, 35, 70)) {
            assertResumesAt(stop, spec, whole, 75);
        }
    }

    @Test
    void saysThatItResumesWithinAWindow() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of("epochs", 10_000));
        Recorder stopped = new Recorder();
        byte[] state;
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, stopped)) {
            loop.run(between -> between.stepsDone() < 2);
            assertThat(stopped.metrics).isEmpty();
            loop.reportUnfinishedWindow();
            assertThat(stopped.metrics).isNotEmpty().allMatch(metric -> metric.step() == 2);
            state = StateFile.save(loop);
        }
        Recorder resumed = new Recorder();
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, resumed)) {
            loop.loadState(new ByteArrayInputStream(state));
            loop.run(between -> between.stepsDone() < 4);
            assertThat(resumed.events).contains("window reopened at 2");
            assertThat(resumed.values("train.loss")).hasSize(1);
        }
    }

    @Test
    void savesTheSameBytesAfterAStopAsDuringTheTraining() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        List<String> whole = run(spec, 8).digests();
        for (int stop = 0; stop < 8; stop++) {
            assertThat(run(spec, stop).digests()).isEqualTo(whole.subList(0, stop + 1));
        }
    }

    @Test
    void doesNothingAfterTheLastStep() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        Run whole = run(spec, 8);

        Run again = run(spec, whole.saved().getLast(), 8);

        assertThat(again.recorder().metrics).isEmpty();
        assertThat(again.outcome()).isEqualTo(whole.outcome());
        assertThat(again.weights()).isEqualTo(whole.weights());
        assertThat(again.last()).isEqualTo(whole.last());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void keepsEveryArrayOfEveryNetwork(Map<String, ?> network) {
        for (String head : List.of("linear", "conv", "dgl", "etf")) {
            TrainingSpec spec = Synthetic.spec(
                    Synthetic.greedy(),
                    Map.of(
                            "network",
                            network,
                            "head",
                            Map.of("type", head),
                            "optimizer",
                            Map.of("type", "adamw"),
                            "epochs",
                            1));
            Run whole = run(spec, 4);

            assertResumesAt(2, spec, whole, 4);
        }
    }

    @Test
    void savesNothingDuringAStep() {
        AtomicReference<TrainingLoop> running = new AtomicReference<>();
        Recorder saving = new Recorder() {
            @Override
            public void stepEnded(int epoch, long step) {
                running.get().saveState(OutputStream.nullOutputStream());
            }
        };
        try (TrainingLoop loop = new TrainingLoop(Synthetic.spec(Synthetic.greedy(), Map.of()), TRAIN, TEST, saving)) {
            running.set(loop);

            assertThatIllegalStateException().isThrownBy(() -> loop.run()).withMessageContaining("midst of a step");
        }
    }

    private static void assertResumesAt(int stop, TrainingSpec spec, Run whole, int end) {
        Saved saved = whole.saved().get(stop);

        Run rest = run(spec, saved, end);

        List<Metric> metrics = new ArrayList<>(saved.metricsBefore());
        metrics.addAll(rest.recorder().metrics);
        assertThat(metrics).as("metrics around a stop at %d", stop).isEqualTo(whole.recorder().metrics);
        assertThat(rest.weights()).as("weights after a stop at %d", stop).isEqualTo(whole.weights());
        assertThat(rest.outcome()).as("outcome after a stop at %d", stop).isEqualTo(whole.outcome());
        assertThat(rest.digests())
                .as("states after a stop at %d", stop)
                .isEqualTo(whole.digests().subList(stop, whole.digests().size()));
    }

    private static Run run(TrainingSpec spec, int end) {
        return run(spec, null, end);
    }

    /** Trains up to the given step and saves the state before every step. */
    private static Run run(TrainingSpec spec, @Nullable Saved from, int end) {
        Recorder recorder = new Recorder();
        List<Saved> saved = new ArrayList<>();
        int start = from == null ? 0 : from.step();
        StepHook saving = loop -> {
            saved.add(new Saved(start + saved.size(), StateFile.save(loop), List.copyOf(recorder.metrics)));
            return saved.getLast().step() != end;
        };
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            if (from != null) {
                loop.loadState(new ByteArrayInputStream(from.bytes()));
            }
            TrainingOutcome outcome = loop.run(saving);
            if (!outcome.stopped()) {
                saved.add(new Saved(start + saved.size(), StateFile.save(loop), List.copyOf(recorder.metrics)));
            }
            return new Run(outcome, recorder, loop.saveWeights(OutputStream.nullOutputStream()), saved);
        }
    }

    /** All rules, with options where the defaults would have no effect within a few steps. */
    private static Map<String, ?> rule(Class<?> choice) {
        String type =
                choice.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "pgl" -> Map.of("type", type, "period", 3);
            case "sgr" -> Map.of("type", type, "every", 2, "ramp", 0.5);
            default -> Map.of("type", type);
        };
    }

    private record Saved(int step, byte[] bytes, List<Metric> metricsBefore) {

        String digest() {
            return HexFormat.of().formatHex(Safetensors.sha256().digest(bytes));
        }
    }

    /** @param saved the states before each step and after the last one */
    private record Run(TrainingOutcome outcome, Recorder recorder, String weights, List<Saved> saved) {

        List<String> digests() {
            return saved.stream().map(Saved::digest).toList();
        }

        byte[] last() {
            return saved.getLast().bytes();
        }
    }
}
