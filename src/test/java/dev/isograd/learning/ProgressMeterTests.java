package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.StepDiagnostics;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressMeterTests {

    private final Recorder recorder = new Recorder();
    private final ProgressMeter meter = new ProgressMeter(recorder, 6000, 3);

    @Test
    void reportsMeansOverWindowsOfLongRuns() {
        for (int step = 1; step <= 7; step++) {
            meter.stepEnded(metrics(step, 0), 0.1 * step, step);
        }
        meter.epochEnded(List.of(new Score(1, 0.5)), 7);

        assertThat(recorder.metrics.stream().filter(metric -> metric.name().equals("train.loss")))
                .containsExactly(
                        new Metric("train.loss", null, 3, 2),
                        new Metric("train.loss", null, 6, 5),
                        new Metric("train.loss", null, 7, 7));
    }

    @Test
    void keepsTheCosinesOfTheLastEpochAndTheBestAccuracy() {
        meter.stepEnded(metrics(1, 0.9), 0.1, 1);
        meter.epochEnded(List.of(new Score(0.4, 0.8), new Score(0.3, 0.9)), 1);
        meter.stepEnded(metrics(1, 0.2), 0.1, 2);
        meter.stepEnded(metrics(1, 0.4), 0.1, 3);
        meter.epochEnded(List.of(new Score(0.5, 0.6), new Score(0.7, 0.7)), 3);

        assertThat(meter.boundaryCosines()).containsExactly((0.2 + 0.4) / 2, null);
        assertThat(meter.testAccuracy()).isEqualTo(0.7);
        assertThat(meter.testLoss()).isEqualTo(0.7);
        assertThat(meter.bestTestAccuracy()).isEqualTo(0.9);
        assertThat(meter.moduleAccuracies()).containsExactly(0.6, 0.7);
    }

    @Test
    void hasNoCosinesIfTheLastEpochHadNone() {
        meter.stepEnded(metrics(1, 0.9), 0.1, 1);
        meter.epochEnded(List.of(new Score(0.4, 0.8)), 1);
        assertThat(meter.boundaryCosines()).containsExactly(0.9, null);
        meter.stepEnded(List.of(new ModuleMetrics(2, 1, 0.5, 1, 0.01, null, null)), 0.1, 2);
        meter.epochEnded(List.of(new Score(0.4, 0.8)), 2);

        assertThat(meter.boundaryCosines()).containsExactly(null, null);
    }

    @Test
    void reportsTheStepsOfAnUnfinishedWindowOnRequest() {
        meter.stepEnded(metrics(1, 0), 0.1, 1);
        meter.stepEnded(metrics(4, 0), 0.1, 2);
        meter.reportUnfinishedWindow();
        meter.stepEnded(metrics(4, 0), 0.1, 3);
        meter.reportUnfinishedWindow();

        assertThat(recorder.metrics.stream().filter(metric -> metric.name().equals("train.loss")))
                .as("the window is reported as a whole if the run continues")
                .containsExactly(new Metric("train.loss", null, 2, 2.5), new Metric("train.loss", null, 3, 3));
    }

    @Test
    void reportsTheLastStepsOneByOneIfALossIsNotFinite() {
        for (int step = 1; step <= 5; step++) {
            meter.stepEnded(metrics(step, 0), 0.1, step);
        }
        meter.stepFailed(metrics(Double.NaN, 0), 0.1, 6);
        meter.reportUnfinishedWindow();

        assertThat(recorder.metrics.stream().filter(metric -> metric.name().equals("train.loss")))
                .as("the mean of the first window, then each step that no mean has replaced")
                .containsExactly(
                        new Metric("train.loss", null, 3, 2),
                        new Metric("train.loss", null, 1, 1),
                        new Metric("train.loss", null, 2, 2),
                        new Metric("train.loss", null, 4, 4),
                        new Metric("train.loss", null, 5, 5));
        assertThat(recorder.metrics).contains(new Metric("learningRate", null, 6, 0.1));
        assertThat(recorder.metrics).allMatch(metric -> Double.isFinite(metric.value()));
    }

    @Test
    void keepsTheLastFiftySteps() {
        ProgressMeter longRun = new ProgressMeter(recorder, 2_000_000, 3);
        for (int step = 1; step <= 200; step++) {
            longRun.stepEnded(metrics(step, 0), 0.1, step);
        }
        longRun.stepFailed(metrics(Double.NaN, 0), 0.1, 201);

        assertThat(recorder.metrics.stream().filter(metric -> metric.name().equals("train.loss")))
                .hasSize(50)
                .startsWith(new Metric("train.loss", null, 151, 151));
    }

    @Test
    void reportsMeansOfTheStepsWithDiagnostics() {
        for (int step = 1; step <= 3; step++) {
            StepDiagnostics insight = step == 2 ? null : new StepDiagnostics(0.2 * step, 0.5);
            meter.stepEnded(List.of(new ModuleMetrics(2, 1, 0.5, 1, 0.01, null, insight)), 0.1, step);
        }

        assertThat(recorder.metrics)
                .contains(new Metric("module.endToEndCosine", 2, 3, (0.2 * 1 + 0.2 * 3) / 2))
                .contains(new Metric("module.deadUnits", 2, 3, 0.5));
    }

    @Test
    void reportsNaNBeforeTheFirstEvaluation() {
        assertThat(meter.testAccuracy()).isNaN();
        assertThat(meter.boundaryCosines()).containsExactly(null, null);
    }

    private static List<ModuleMetrics> metrics(double loss, double cosine) {
        return List.of(new ModuleMetrics(2, loss, 0.5, 1, 0.01, new Agreement(cosine, 1, 1), null));
    }
}
