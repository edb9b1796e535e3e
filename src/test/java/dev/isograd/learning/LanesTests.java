package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings in lanes: stops, failures and states. {@code UpdateRuleContract} compares the weights of whole trainings. */
@Timeout(120)
class LanesTests {

    private static final int STEPS = 8;
    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    @AfterEach
    void leavesNoThread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("lane"));
    }

    /** Any number of lanes resumes what any other has left, whatever the step; the state has the same bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"greedy", "sgr", "predsim"})
    void resumesFromAnyStepWithAnyNumberOfLanes(String rule) {
        TrainingRun whole = TrainingRun.of(spec(rule, 1));
        RandomStream random = RandomStream.named(5, rule);

        for (int trial = 0; trial < 4; trial++) {
            int stop = random.nextInt(STEPS);
            int before = 1 + random.nextInt(4);
            int after = 1 + random.nextInt(4);
            Recorder recorder = new Recorder();
            byte[] state = stateAt(stop, spec(rule, before), recorder);

            assertThat(state)
                    .as("%d lanes at %d", before, stop)
                    .isEqualTo(stateAt(stop, spec(rule, 1), new Recorder()));
            try (TrainingLoop loop = new TrainingLoop(spec(rule, after), TRAIN, TEST, recorder)) {
                loop.loadState(new ByteArrayInputStream(state));
                TrainingOutcome outcome = loop.run();
                assertThat(outcome).isEqualTo(whole.outcome());
                assertThat(loop.saveWeights(OutputStream.nullOutputStream()))
                        .as("%d lanes, then %d from %d", before, after, stop)
                        .isEqualTo(whole.weights());
            }
            assertThat(recorder.metrics).isEqualTo(whole.metrics());
        }
    }

    /** A crash loses the steps after the last state, also those that were under way. */
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 3", "3, 7", "5, 6"})
    void repeatsTheStepsAfterTheLastStateOfACrash(int saved, int crash) {
        TrainingRun whole = TrainingRun.of(spec("sgr", 1));
        AtomicLong begun = new AtomicLong();
        byte[][] state = new byte[1][];
        try (TrainingLoop loop = new TrainingLoop(spec("sgr", 3), TRAIN, TEST, new Recorder())) {
            Throwable failure = catchThrowable(() -> loop.run(between -> {
                if (between.stepsDone() == saved) {
                    state[0] = StateFile.save(between);
                }
                if (between.stepsDone() == crash) {
                    throw new IllegalStateException("crash");
                }
                begun.set(between.stepsDone());
                return true;
            }));
            assertThat(failure).hasMessage("crash");
        }

        try (TrainingLoop loop = new TrainingLoop(spec("sgr", 2), TRAIN, TEST, new Recorder())) {
            loop.loadState(new ByteArrayInputStream(state[0]));
            loop.run();
            assertThat(loop.saveWeights(OutputStream.nullOutputStream())).isEqualTo(whole.weights());
        }
    }

    /** A stop at a step ends all modules at this step. The same loop can resume. */
    @Test
    void endsAllModulesAtTheStepOfAStop() {
        TrainingRun whole = TrainingRun.of(spec("greedy", 1));
        Recorder recorder = new Recorder();
        try (TrainingLoop loop = new TrainingLoop(spec("greedy", 4), TRAIN, TEST, recorder)) {
            for (int stop = 1; stop < STEPS; stop++) {
                int end = stop;
                assertThat(loop.run(between -> between.stepsDone() < end).stopped())
                        .isTrue();
                assertThat(loop.stepsDone()).isEqualTo(stop);
                assertThat(recorder.values("train.loss")).hasSize(stop);
            }
            assertThat(loop.run().stopped()).isFalse();
            assertThat(loop.saveWeights(OutputStream.nullOutputStream())).isEqualTo(whole.weights());
        }
    }

    /** Steps of different modules overlap: the first module learns from step 2 before the last has learned from step 1. */
    @Test
    void learnsFromSeveralBatchesAtTheSameTime() throws InterruptedException {
        CountDownLatch secondStep = new CountDownLatch(1);
        Recorder waiting = new Recorder() {
            @Override
            public void moduleStarted(int module, long step) {
                if (module == 1 && step == 2) {
                    secondStep.countDown();
                }
                if (module == 4 && step == 1) {
                    await(secondStep);
                }
            }
        };
        try (TrainingLoop loop = new TrainingLoop(spec("greedy", 2), TRAIN, TEST, waiting)) {
            loop.run();
        }
        assertThat(secondStep.await(0, TimeUnit.SECONDS)).isTrue();
    }

    /** While the last module is busy with step 1, the lanes below it begin only as many steps as there is room for. */
    @ParameterizedTest
    @CsvSource({"2, 3", "4, 7"})
    void waitsForTheSlowestLane(int lanes, long mostSteps) {
        AtomicLong furthest = new AtomicLong();
        AtomicLong whileBusy = new AtomicLong();
        Recorder slow = new Recorder() {
            @Override
            public void moduleStarted(int module, long step) {
                if (module == 1) {
                    furthest.accumulateAndGet(step, Math::max);
                }
                if (module == 4 && step == 1) {
                    for (int i = 0; i < 300 && furthest.get() < mostSteps; i++) {
                        pause(Duration.ofMillis(20));
                    }
                    pause(Duration.ofMillis(100));
                    whileBusy.set(furthest.get());
                }
            }
        };
        Map<String, ?> many = Map.of("epochs", 4, "insight", Map.of("every", 0));
        try (TrainingLoop loop = new TrainingLoop(spec("greedy", lanes, many), longEpochs(), TEST, slow)) {
            loop.run(between -> between.stepsDone() < 12);
        }
        assertThat(whileBusy.get()).isEqualTo(mostSteps);
    }

    /** The failure is the one that modules in turn would have had, after the metrics of all steps before it. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 5", "3, 3", "4, 6"})
    void reportsTheFailureOfALaneAfterAllStepsBeforeIt(int module, long step) {
        Recorder inTurn = failing(module, step);
        Throwable expected = failure(spec("greedy", 1), inTurn);
        for (int lanes : new int[] {2, 4}) {
            Recorder recorder = failing(module, step);

            Throwable failure = failure(spec("greedy", lanes), recorder);

            assertThat(failure).isInstanceOf(ArithmeticException.class).hasMessage(expected.getMessage());
            assertThat(recorder.metrics).isEqualTo(inTurn.metrics);
            assertThat(recorder.events).isEqualTo(inTurn.events);
        }
    }

    @Test
    void reportsAnErrorOfTheMachineAsItself() {
        Recorder recorder = new Recorder() {
            @Override
            public void moduleEnded(int module, long step) {
                if (module == 2 && step == 2) {
                    throw new OutOfMemoryError("no room");
                }
            }
        };

        assertThat(failure(spec("sgr", 3), recorder))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no room");
    }

    @Test
    void refusesAStateAfterAFailure() {
        try (TrainingLoop loop = new TrainingLoop(spec("greedy", 2), TRAIN, TEST, failing(2, 3))) {
            assertThatThrownBy(loop::run).isInstanceOf(ArithmeticException.class);

            assertThatThrownBy(() -> StateFile.save(loop)).hasMessageContaining("midst of a step");
            assertThatThrownBy(loop::run).hasMessageContaining("closed");
        }
    }

    @Test
    void findsTheSameStepAndModuleThatDiverge() {
        Map<String, ?> changes = Map.of("optimizer", Map.of("type", "sgd", "learningRate", 1000), "epochs", 20);
        Map<String, ?> rule = Synthetic.sgr("sq", 1e6);
        Recorder expected = new Recorder();
        Recorder recorder = new Recorder();

        Throwable inTurn = failure(Synthetic.spec(rule, changes), expected);
        Map<String, Object> lanes = new HashMap<>(changes);
        lanes.put("parallel", Map.of("lanes", 3));

        assertThat(failure(Synthetic.spec(rule, lanes), recorder))
                .isInstanceOf(NonFiniteLoss.class)
                .hasMessage(inTurn.getMessage());
        assertThat(recorder.metrics).isEqualTo(expected.metrics);
    }

    /** A diagnosed step compares all modules, so it waits for the steps before it. */
    @Test
    void diagnosesTheSameSteps() {
        Map<String, ?> insight = Map.of("insight", Map.of("every", 3, "checkIsolation", true));

        TrainingRun inTurn = TrainingRun.of(spec("sgr", 1, insight));
        TrainingRun inLanes = TrainingRun.of(spec("sgr", 3, insight));

        assertThat(inLanes.values("module.endToEndCosine")).isNotEmpty();
        assertThat(inLanes.metrics()).isEqualTo(inTurn.metrics());
        assertThat(inLanes.outcome()).isEqualTo(inTurn.outcome());
    }

    @Test
    void keepsNoArrayFromStepToStep() {
        try (TrainingLoop loop = new TrainingLoop(spec("sgr", 3), TRAIN, TEST, new Recorder())) {
            loop.run(between -> between.stepsDone() < 2);
            int before = loop.liveArrays();
            loop.run();
            assertThat(loop.liveArrays()).isEqualTo(before);
        }
    }

    private static byte[] stateAt(int stop, TrainingSpec spec, Recorder recorder) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            loop.run(between -> between.stepsDone() < stop);
            return StateFile.save(loop);
        }
    }

    private static Recorder failing(int module, long step) {
        return new Recorder() {
            @Override
            public void moduleStarted(int started, long number) {
                if (started == module && number == step) {
                    throw new ArithmeticException("module %d fails at step %d".formatted(module, step));
                }
            }
        };
    }

    private static Throwable failure(TrainingSpec spec, Recorder recorder) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            return catchThrowable(loop::run);
        }
    }

    private static LabelledImages longEpochs() {
        return Synthetic.images(16 * 16, 1, 12, 3);
    }

    private static TrainingSpec spec(String rule, int lanes) {
        return spec(rule, lanes, Map.of("insight", Map.of("every", 0)));
    }

    private static TrainingSpec spec(String rule, int lanes, Map<String, ?> changes) {
        Map<String, Object> all = new HashMap<>(changes);
        all.put("parallel", Map.of("lanes", lanes));
        all.put("augmentation", Map.of("flip", true, "cropPadding", 2));
        return Synthetic.spec(Map.of("type", rule), all);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
