package dev.isograd.learning;

import static dev.isograd.learning.StateFile.TEST;
import static dev.isograd.learning.StateFile.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnusableStateTests {

    private static final int MUTATIONS = 3000;
    private static final TrainingSpec SPEC = Synthetic.spec(Synthetic.greedy(), Map.of());
    private static final byte[] STATE = StateFile.of(SPEC, 2);

    static List<Arguments> otherTrainings() {
        return List.of(
                Arguments.of(
                        "network", Map.of("type", "resnet", "depth", 8, "width", 8), "/network/width is 8 here and 4"),
                Arguments.of("network", Map.of("type", "mlp"), "/network/depth is absent here and 8 there"),
                Arguments.of("rule", Map.of("type", "blockwise"), "/rule/type is blockwise here and greedy there"),
                Arguments.of("split", Map.of("modules", 2), "/split/modules is 2 here and 4 there"),
                Arguments.of("head", Map.of("type", "linear"), "/head/type is linear here and dgl there"),
                Arguments.of("optimizer", Map.of("type", "adamw"), "/optimizer/type is adamw here and sgd there"),
                Arguments.of("optimizer", Map.of("type", "sgd", "momentum", 0.8), "/optimizer/momentum is 0.8 here"),
                Arguments.of("augmentation", Map.of("flip", true), "/augmentation/flip is true here and false there"),
                Arguments.of("batchSize", 17, "/batchSize is 17 here and 16 there"),
                Arguments.of("epochs", 3, "/epochs is 3 here and 2 there"),
                Arguments.of("seed", 2, "/seed is 2 here and 1 there"));
    }

    @ParameterizedTest
    @MethodSource("otherTrainings")
    void refusesAStateOfAnotherSpec(String field, Object value, String difference) {
        Map<String, ?> rule = field.equals("rule") ? Map.of("type", "blockwise") : Synthetic.greedy();
        TrainingSpec other = Synthetic.spec(rule, field.equals("rule") ? Map.of() : Map.of(field, value));

        assertThatThrownBy(() -> StateFile.load(other, TRAIN, TEST, STATE))
                .isInstanceOf(StateMismatch.class)
                .hasMessageContaining("another training")
                .hasMessageContaining(difference);
    }

    /** Versions before the option left the last, incomplete batch of an epoch out. */
    @Test
    void takesAStateFromBeforeDropLastForATrainingInWholeBatches() {
        byte[] older = StateFile.withoutMetadata(STATE, "/dropLast");

        assertThat(StateFile.load(SPEC, TRAIN, TEST, older)).isEqualTo(STATE);
        assertThatThrownBy(() -> StateFile.load(
                        Synthetic.spec(Synthetic.greedy(), Map.of("dropLast", false)), TRAIN, TEST, older))
                .isInstanceOf(StateMismatch.class)
                .hasMessageContaining("/dropLast is false here and true there");
    }

    @Test
    void refusesABestEpochThatCannotBe() {
        TrainingSpec validated = Synthetic.spec(Synthetic.greedy(), Map.of("validationFraction", 0.2));
        byte[] state = StateFile.of(validated, 4);

        for (String epoch : List.of("0", "2", "99999999999", "-1", "x")) {
            byte[] forged = StateFile.withMetadata(state, "best.epoch", epoch);
            assertThatThrownBy(() -> StateFile.load(validated, TRAIN, TEST, forged))
                    .as(epoch)
                    .isInstanceOf(UnusableState.class);
        }
        byte[] lacking = StateFile.withoutMetadata(state, "best.epoch");
        assertThatThrownBy(() -> StateFile.load(validated, TRAIN, TEST, lacking))
                .isInstanceOfAny(UnusableState.class, StateMismatch.class);
    }

    @Test
    void refusesAStateOfOtherImages() {
        LabelledImages fewer = Synthetic.images(69, 1, 12, 3);
        IntBuffer labels =
                IntBuffer.allocate(70).put(TRAIN.labels().duplicate()).flip();
        labels.put(5, 0);
        LabelledImages relabelled = new LabelledImages(TRAIN.images(), labels, 70, 1, 12, 12, 3);

        assertThatThrownBy(() -> StateFile.load(SPEC, fewer, TEST, STATE)).hasMessageContaining("train.sha256 is");
        assertThatThrownBy(() -> StateFile.load(SPEC, relabelled, TEST, STATE)).hasMessageContaining("train.sha256 is");
        assertThatThrownBy(() -> StateFile.load(SPEC, TRAIN, fewer, STATE)).hasMessageContaining("test.sha256 is");
    }

    @Test
    void acceptsAStateFromAnotherDeviceNameAndLimit() {

        TrainingSpec same = Synthetic.spec(
                Synthetic.greedy(), Map.of("dataset", "renamed", "limits", Map.of("maxMinutes", 5), "device", "auto"));

        assertThat(StateFile.load(same, TRAIN, TEST, STATE)).isEqualTo(STATE);
    }

    @Test
    void usesTheDefaultOfAnOptionThatTheStateLacks() {
        byte[] older = StateFile.withoutMetadata(STATE, "/augmentation/flip");
        TrainingSpec flipped = Synthetic.spec(Synthetic.greedy(), Map.of("augmentation", Map.of("flip", true)));

        assertThat(StateFile.load(SPEC, TRAIN, TEST, older)).isEqualTo(STATE);
        assertThatThrownBy(() -> StateFile.load(flipped, TRAIN, TEST, older))
                .isInstanceOf(StateMismatch.class)
                .hasMessageContaining("/augmentation/flip is true here and false there");
    }

    @Test
    void namesAllDifferences() {
        TrainingSpec other = Synthetic.spec(Synthetic.greedy(), Map.of("seed", 2, "epochs", 3));

        assertThatThrownBy(() -> StateFile.load(other, TRAIN, TEST, STATE))
                .hasMessageContaining("/epochs is 3 here and 2 there, /seed is 2 here and 1 there");
    }

    @Test
    void distinguishesAnotherVersionFromDamage() {
        byte[] newer = StateFile.withMetadata(STATE, "format", "isograd-state/99");

        assertThatThrownBy(() -> StateFile.load(SPEC, TRAIN, TEST, newer))
                .isInstanceOf(StateMismatch.class)
                .hasMessageContaining("isograd-state/99");
    }

    @Test
    void refusesImpossibleMetrics() {
        Map<String, String> forged = Map.ofEntries(
                Map.entry("stepsDone", "9"),
                Map.entry("stepsDone ", "-1"),
                Map.entry("stepsDone  ", "99999999999999999999"),
                Map.entry("meter.window", "module.loss,1"),
                Map.entry("meter.window ", "made/up,1,0x1p0,1"),
                Map.entry("meter.window  ", "module.loss,5,0x1p0,1"),
                Map.entry("meter.epochCosines", "boundary.cosine,5,0x1p0,1"),
                Map.entry("meter.epochCosines ", "boundary.cosine,-,0x1p0,1"),
                Map.entry("meter.scores", "a,b"),
                Map.entry("meter.scores ", "0x1p0,0x1p0 0x1p0,0x1p0"),
                Map.entry("meter.bestTestAccuracy", "0x" + "1".repeat(100_000) + "p0"),
                Map.entry("meter.boundaryCosines", "- -"));
        forged.forEach((name, value) -> assertThatThrownBy(
                        () -> StateFile.load(SPEC, TRAIN, TEST, StateFile.withMetadata(STATE, name.strip(), value)))
                .as("%s %s", name, value)
                .isInstanceOf(UnusableState.class));
    }

    @Test
    void staysUnchangedAfterARefusedState() {
        byte[] truncated = Arrays.copyOf(STATE, STATE.length - 1);
        byte[] longer = Arrays.copyOf(STATE, STATE.length + 1);
        try (TrainingLoop loop = new TrainingLoop(SPEC, TRAIN, TEST, new Recorder())) {
            byte[] fresh = StateFile.save(loop);
            for (byte[] damaged : List.of(truncated, longer)) {
                assertThatThrownBy(() -> loop.loadState(new ByteArrayInputStream(damaged)))
                        .isInstanceOf(UnusableState.class);
                assertThat(StateFile.save(loop)).isEqualTo(fresh);
            }
        }
    }

    @Test
    void holdsNoMoreArraysAfterLoading() {
        try (TrainingLoop loop = new TrainingLoop(SPEC, TRAIN, TEST, new Recorder())) {
            int before = loop.liveArrays();

            loop.loadState(new ByteArrayInputStream(STATE));

            assertThat(loop.liveArrays()).isEqualTo(before);
        }
    }

    /** Damage within the arrays' bytes cannot be detected; the loop then loads exactly the bytes of the file. */
    @Test
    void loadsAllOfADamagedFileOrNothing() {
        SplittableRandom random = new SplittableRandom(11);
        int bodyAt = bodyAt(STATE);
        int refused = 0;
        try (TrainingLoop loop = new TrainingLoop(SPEC, TRAIN, TEST, new Recorder())) {
            byte[] current = StateFile.save(loop);
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] damaged = damaged(STATE, bodyAt, random);
                try {
                    loop.loadState(new ByteArrayInputStream(damaged));
                    assertThat(damaged).hasSameSizeAs(STATE);
                    current = StateFile.save(loop);
                    assertThat(Arrays.copyOf(current, bodyAt)).isEqualTo(Arrays.copyOf(STATE, bodyAt));
                    assertThat(Arrays.copyOfRange(current, bodyAt, current.length))
                            .isEqualTo(Arrays.copyOfRange(damaged, bodyAt, damaged.length));
                } catch (UnusableState expected) {
                    refused++;
                }
                if (i % 50 == 0) {
                    assertThat(StateFile.save(loop)).isEqualTo(current);
                }
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 100);
    }

    private static int bodyAt(byte[] file) {
        return Math.toIntExact(Long.BYTES
                + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    /** Changes mostly the header, where every byte has a meaning. */
    private static byte[] damaged(byte[] file, int bodyAt, SplittableRandom random) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return Arrays.copyOf(file, random.nextInt(file.length));
        }
        byte[] damaged = file.clone();
        int places = kind == 1 ? file.length : kind == 2 ? Long.BYTES : bodyAt;
        for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
            int at = random.nextInt(places);
            damaged[at] = kind < 5 ? (byte) (damaged[at] ^ 1 << random.nextInt(8)) : file[random.nextInt(bodyAt)];
        }
        return damaged;
    }
}
