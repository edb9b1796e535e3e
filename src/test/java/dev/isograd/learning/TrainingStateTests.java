package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingStateTests {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);
    private static final Map<String, ?> AUGMENTED = Map.of("flip", true, "cropPadding", 2);

    static List<Arguments> rulesAndOptimizers() {
        return Arrays.stream(RuleSpec.class.getPermittedSubclasses())
                .map(TrainingStateTests::rule)
                .flatMap(rule -> List.of("sgd", "adamw").stream().map(optimizer -> Arguments.of(rule, optimizer)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rulesAndOptimizers")
    void goesOnFromEveryStepAsIfItHadNeverStopped(Map<String, ?> rule, String optimizer) {
        TrainingSpec spec =
                Synthetic.spec(rule, Map.of("optimizer", Map.of("type", optimizer), "augmentation", AUGMENTED));

        Run whole = run(spec, 8);

        assertThat(whole.outcome().stopped()).isFalse();
        assertThat(whole.digests()).hasSize(9).doesNotHaveDuplicates();
        for (int stop : List.of(0, 1, 3, 4, 6)) {
            assertResumesAt(stop, spec, whole, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgr", "pgl", "backprop"})
    void reportsWindowsThatBeganBeforeTheStop(String rule) {
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
    void savesTheSameBytesAfterAStopAsWhileTrainingGoesOn() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        List<String> whole = run(spec, 8).digests();
        for (int stop = 0; stop < 8; stop++) {
            assertThat(run(spec, stop).digests()).isEqualTo(whole.subList(0, stop + 1));
        }
    }

    @Test
    void doesNothingMoreAfterTheLastStep() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        Run whole = run(spec, 8);

        Run again = run(spec, whole.saved().getLast(), 8);

        assertThat(again.recorder().metrics).isEmpty();
        assertThat(again.outcome()).isEqualTo(whole.outcome());
        assertThat(again.weights()).isEqualTo(whole.weights());
        assertThat(again.last()).isEqualTo(whole.last());
    }

    @ParameterizedTest
    @MethodSource("dev.isograd.learning.NetworkTrainingTests#smallNetworks")
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
    void savesNothingInTheMidstOfAStep() {
        AtomicReference<TrainingLoop> running = new AtomicReference<>();
        Recorder saving = new Recorder() {
            @Override
            public void stepEnded(int epoch, long step) {
                running.get().saveState(OutputStream.nullOutputStream());
            }
        };
        try (TrainingLoop loop =
                new TrainingLoop(Synthetic.spec(Synthetic.greedy(), Map.of()), TRAIN, TEST, saving, () -> false)) {
            running.set(loop);

            assertThatIllegalStateException().isThrownBy(loop::run).withMessageContaining("midst of a step");
        }
    }

    static List<Arguments> otherTrainings() {
        return List.of(
                Arguments.of(
                        "network", Map.of("type", "resnet", "depth", 8, "width", 8), "/network/width is 8 here and 4"),
                Arguments.of("network", Map.of("type", "mlp"), "/network/depth is absent here and 8 there"),
                Arguments.of("rule", Map.of("type", "blockwise"), "/rule/type is blockwise here and greedy there"),
                Arguments.of("split", Map.of("modules", 2), "/split/modules is 2 here and 4 there"),
                Arguments.of("head", Map.of("type", "linear"), "/head/type is linear here and dgl there"),
                Arguments.of("optimizer", Map.of("type", "adamw"), "/optimizer/beta1 is 0.9 here and absent there"),
                Arguments.of("optimizer", Map.of("type", "sgd", "momentum", 0.8), "/optimizer/momentum is 0.8 here"),
                Arguments.of("augmentation", Map.of("flip", true), "/augmentation/flip is true here and false there"),
                Arguments.of("batchSize", 17, "/batchSize is 17 here and 16 there"),
                Arguments.of("epochs", 3, "/epochs is 3 here and 2 there"),
                Arguments.of("seed", 2, "/seed is 2 here and 1 there"));
    }

    @ParameterizedTest
    @MethodSource("otherTrainings")
    void refusesAStateOfAnotherSpec(String field, Object value, String difference) {
        byte[] state = run(Synthetic.spec(Synthetic.greedy(), Map.of()), 2).last();
        Map<String, ?> rule = field.equals("rule") ? Map.of("type", "blockwise") : Synthetic.greedy();
        TrainingSpec other = Synthetic.spec(rule, field.equals("rule") ? Map.of() : Map.of(field, value));

        assertThatThrownBy(() -> load(other, TRAIN, TEST, state))
                .isInstanceOf(UnusableState.class)
                .hasMessageContaining("another training")
                .hasMessageContaining(difference);
    }

    @Test
    void refusesAStateOfOtherImages() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        byte[] state = run(spec, 2).last();
        LabelledImages fewer = Synthetic.images(69, 1, 12, 3);
        IntBuffer labels =
                IntBuffer.allocate(70).put(TRAIN.labels().duplicate()).flip();
        labels.put(5, 0);
        LabelledImages relabelled = new LabelledImages(TRAIN.images(), labels, 70, 1, 12, 12, 3);

        assertThatThrownBy(() -> load(spec, fewer, TEST, state)).hasMessageContaining("train.sha256 is");
        assertThatThrownBy(() -> load(spec, relabelled, TEST, state)).hasMessageContaining("train.sha256 is");
        assertThatThrownBy(() -> load(spec, TRAIN, fewer, state)).hasMessageContaining("test.sha256 is");
    }

    @Test
    void acceptsAStateFromAnotherDeviceNameAndLimit() {
        byte[] state = run(Synthetic.spec(Synthetic.greedy(), Map.of()), 2).last();

        TrainingSpec same = Synthetic.spec(
                Synthetic.greedy(), Map.of("dataset", "renamed", "limits", Map.of("maxMinutes", 5), "device", "auto"));

        assertThat(load(same, TRAIN, TEST, state)).isEqualTo(state);
    }

    @Test
    void refusesFiguresThatNoTrainingHas() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of());
        byte[] state = run(spec, 2).last();
        Map<String, String> forged = Map.ofEntries(
                Map.entry("stepsDone", "9"),
                Map.entry("stepsDone ", "-1"),
                Map.entry("stepsDone  ", "99999999999999999999"),
                Map.entry("meter.window", "module.loss,1"),
                Map.entry("meter.window ", "made.up,1,0x1p0,1"),
                Map.entry("meter.window  ", "module.loss,5,0x1p0,1"),
                Map.entry("meter.epochCosines", "boundary.cosine,5,0x1p0,1"),
                Map.entry("meter.epochCosines ", "boundary.cosine,-,0x1p0,1"),
                Map.entry("meter.scores", "a,b"),
                Map.entry("meter.scores ", "0x1p0,0x1p0 0x1p0,0x1p0"),
                Map.entry("meter.bestTestAccuracy", "0x" + "1".repeat(100_000) + "p0"),
                Map.entry("meter.boundaryCosines", "- -"));
        forged.forEach((name, value) -> assertThatThrownBy(
                        () -> load(spec, TRAIN, TEST, withMetadata(state, name.strip(), value)))
                .as("%s %s", name, value)
                .isInstanceOf(UnusableState.class));
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

    /** Trains up to the given step; the state before each is saved while the training goes on. */
    private static Run run(TrainingSpec spec, @Nullable Saved from, int end) {
        Recorder recorder = new Recorder();
        List<Saved> saved = new ArrayList<>();
        int start = from == null ? 0 : from.step();
        AtomicReference<TrainingLoop> running = new AtomicReference<>();
        BooleanSupplier stop = () -> {
            saved.add(new Saved(start + saved.size(), state(running.get()), List.copyOf(recorder.metrics)));
            return saved.getLast().step() == end;
        };
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder, stop)) {
            running.set(loop);
            if (from != null) {
                loop.loadState(new ByteArrayInputStream(from.bytes()));
            }
            TrainingOutcome outcome = loop.run();
            if (!outcome.stopped()) {
                saved.add(new Saved(start + saved.size(), state(loop), List.copyOf(recorder.metrics)));
            }
            return new Run(outcome, recorder, loop.saveWeights(OutputStream.nullOutputStream()), saved);
        }
    }

    private static byte[] load(TrainingSpec spec, LabelledImages train, LabelledImages test, byte[] state) {
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, new Recorder(), () -> true)) {
            loop.loadState(new ByteArrayInputStream(state));
            return state(loop);
        }
    }

    private static byte[] state(TrainingLoop loop) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        loop.saveState(file);
        return file.toByteArray();
    }

    /** A forger also mends the digest. */
    private static byte[] withMetadata(byte[] state, String name, String value) {
        ByteBuffer file = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        String header = new String(state, Long.BYTES, length, StandardCharsets.US_ASCII);
        String forged = replaced(header, name, value);
        SortedMap<String, String> metadata =
                new TreeMap<>(SafetensorsHeaderParser.parse(forged).metadata());
        metadata.remove("metadata.sha256");
        forged = replaced(forged, "metadata.sha256", TrainingState.digest(metadata));
        ByteBuffer all = ByteBuffer.allocate(Long.BYTES + forged.length() + state.length - Long.BYTES - length);
        all.order(ByteOrder.LITTLE_ENDIAN).putLong(forged.length());
        all.put(forged.getBytes(StandardCharsets.US_ASCII));
        all.put(state, Long.BYTES + length, state.length - Long.BYTES - length);
        return all.array();
    }

    private static String replaced(String header, String name, String value) {
        String pattern = "\"" + Pattern.quote(name) + "\":\"[^\"]*\"";
        assertThat(header).containsPattern(pattern);
        return header.replaceFirst(pattern, Matcher.quoteReplacement("\"%s\":\"%s\"".formatted(name, value)));
    }

    /** Every rule there is; numbers where the presets would do nothing special in a few steps. */
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

    /** @param saved the state before each step, and after the last */
    private record Run(TrainingOutcome outcome, Recorder recorder, String weights, List<Saved> saved) {

        List<String> digests() {
            return saved.stream().map(Saved::digest).toList();
        }

        byte[] last() {
            return saved.getLast().bytes();
        }
    }
}
