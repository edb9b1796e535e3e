package dev.isograd.learning;

import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.MeanAccumulator.Sum;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.BoundaryAgreement;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.ReconciliationDiagnostics;
import dev.isograd.learning.rules.StepDiagnostics;
import dev.isograd.learning.safetensors.UnusableState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Computes metrics from the results of steps and evaluations, and keeps the metrics of the outcome. */
final class ProgressMeter {

    /** A run with more steps reports means over windows of steps instead of every step. */
    private static final long MAX_WINDOWS = 2000;

    private static final String BOUNDARY_COSINE = "boundary.cosine";

    /** Last steps that are reported one by one if the run fails. */
    private static final int LAST_STEPS = 50;

    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z.]{1,64}");

    private final ProgressListener listener;
    private final long window;
    private final MeanAccumulator windowMeans = new MeanAccumulator();
    private final MeanAccumulator epochCosines = new MeanAccumulator();
    private final Deque<StepMetrics> lastSteps = new ArrayDeque<>();

    private long lastStep;
    private List<Score> scores = List.of();
    private double bestTestAccuracy = Double.NaN;
    private final List<@Nullable Double> boundaryCosines;

    ProgressMeter(ProgressListener listener, long totalSteps, int modules) {
        this.listener = listener;
        this.window = Math.max(1, totalSteps / MAX_WINDOWS);
        this.boundaryCosines =
                new ArrayList<@Nullable Double>(Collections.<@Nullable Double>nCopies(modules - 1, null));
    }

    private record StepMetrics(List<ModuleMetrics> modules, double learningRate, long step) {}

    void stepEnded(List<ModuleMetrics> metrics, double learningRate, long step) {
        lastStep = step;
        StepMetrics ended = new StepMetrics(metrics, learningRate, step);
        addTo(windowMeans, ended);
        metrics.forEach(this::addCosine);
        if (step % window == 0) {
            windowMeans.take(step).forEach(listener::metric);
        } else {
            lastSteps.addLast(ended);
            if (lastSteps.size() > LAST_STEPS) {
                lastSteps.removeFirst();
            }
        }
    }

    /** Reports the last steps one by one, and the finite metrics of the step whose loss is not finite. */
    void stepFailed(List<ModuleMetrics> metrics, double learningRate, long step) {
        lastSteps.addLast(new StepMetrics(metrics, learningRate, step));
        for (StepMetrics last : lastSteps) {
            MeanAccumulator single = new MeanAccumulator();
            addTo(single, last);
            single.take(last.step()).stream()
                    .filter(metric -> Double.isFinite(metric.value()))
                    .forEach(listener::metric);
        }
        // The mean of the unfinished window would replace the value of its last step.
        lastSteps.clear();
        windowMeans.take(step);
    }

    boolean isWithinWindow() {
        return !windowMeans.sums().isEmpty();
    }

    /** Keeps the sums, so that the whole window is reported if it ends after all. */
    void reportUnfinishedWindow() {
        if (lastStep > 0) {
            windowMeans.means(lastStep).forEach(listener::metric);
        }
    }

    void epochEnded(List<Score> scores, long step) {
        windowMeans.take(step).forEach(listener::metric);
        lastSteps.removeIf(last -> last.step() == step);
        listener.metric(new Metric("test.loss", null, step, scores.getLast().loss()));
        listener.metric(new Metric("test.accuracy", null, step, scores.getLast().accuracy()));
        for (int l = 0; l < scores.size(); l++) {
            listener.metric(
                    new Metric("module.accuracy", l + 1, step, scores.get(l).accuracy()));
            listener.metric(
                    new Metric("module.testLoss", l + 1, step, scores.get(l).loss()));
        }
        this.scores = scores;
        bestTestAccuracy = Double.isNaN(bestTestAccuracy)
                ? scores.getLast().accuracy()
                : Math.max(bestTestAccuracy, scores.getLast().accuracy());
        Collections.fill(boundaryCosines, null);
        for (Metric cosine : epochCosines.take(step)) {
            boundaryCosines.set(boundary(cosine), cosine.value());
        }
    }

    /** Reports how the classifier scores on the held-out images at the end of an epoch. */
    void validated(Score score, long step) {
        listener.metric(new Metric("validation.loss", null, step, score.loss()));
        listener.metric(new Metric("validation.accuracy", null, step, score.accuracy()));
    }

    /** Everything that later metrics depend on. */
    MeterState state() {
        return new MeterState(
                windowMeans.sums(), epochCosines.sums(), scores, bestTestAccuracy, new ArrayList<>(boundaryCosines));
    }

    /** @throws UnusableState if this meter cannot have produced the metrics */
    void requireFits(MeterState metrics) {
        boolean fits = metrics.boundaryCosines().size() == boundaryCosines.size()
                && metrics.window().stream()
                        .allMatch(sum -> METRIC_NAME.matcher(sum.name()).matches() && isOfModule(sum, 1))
                && metrics.epochCosines().stream()
                        .allMatch(sum -> sum.name().equals(BOUNDARY_COSINE) && isOfModule(sum, 2));
        if (!fits) {
            throw new UnusableState("The state has metrics that this training does not measure");
        }
    }

    /** Replaces the state of this meter by a state that fits. */
    void restore(MeterState metrics) {
        windowMeans.restore(metrics.window());
        epochCosines.restore(metrics.epochCosines());
        scores = metrics.scores();
        bestTestAccuracy = metrics.bestTestAccuracy();
        Collections.copy(boundaryCosines, metrics.boundaryCosines());
    }

    /** NaN before the first evaluation, like all test metrics. */
    double testAccuracy() {
        return scores.isEmpty() ? Double.NaN : scores.getLast().accuracy();
    }

    double testLoss() {
        return scores.isEmpty() ? Double.NaN : scores.getLast().loss();
    }

    double bestTestAccuracy() {
        return bestTestAccuracy;
    }

    List<Double> moduleAccuracies() {
        return scores.stream().map(Score::accuracy).toList();
    }

    /** One score per local module, of the last evaluation; empty before the first. */
    List<Score> scores() {
        return scores;
    }

    List<@Nullable Double> boundaryCosines() {
        return Collections.unmodifiableList(boundaryCosines);
    }

    private static void addTo(MeanAccumulator means, StepMetrics step) {
        means.add("train.loss", null, step.modules().getLast().loss());
        means.add("train.accuracy", null, step.modules().getLast().accuracy());
        means.add("learningRate", null, step.learningRate());
        step.modules().forEach(metrics -> addTo(means, metrics));
    }

    private static void addTo(MeanAccumulator means, ModuleMetrics metrics) {
        int module = metrics.module();
        means.add("module.loss", module, metrics.loss());
        means.add("module.gradientNorm", module, metrics.gradientNorm());
        means.add("module.updateRatio", module, metrics.updateRatio());
        StepDiagnostics insight = metrics.insight();
        if (insight != null) {
            means.add("module.endToEndCosine", module, insight.endToEndCosine());
            means.add("module.deadUnits", module, insight.deadUnits());
            addTo(means, module, insight.reconciliation());
        }
        Agreement agreement = metrics.agreement();
        if (agreement != null) {
            means.add(BOUNDARY_COSINE, module, agreement.cosine());
            means.add("boundary.distance", module, agreement.distance());
            means.add("boundary.normRatio", module, agreement.normRatio());
        }
    }

    private static void addTo(MeanAccumulator means, int module, @Nullable ReconciliationDiagnostics seen) {
        if (seen == null) {
            return;
        }
        means.add("module.soloDescent", module, seen.lowersLastLoss() ? 1 : 0);
        BoundaryAgreement boundary = seen.boundary();
        if (boundary != null) {
            means.add("boundary.squaredDistance", module, boundary.squaredDistance());
            means.add("boundary.activeCosine", module, boundary.activeCosine());
            means.add("boundary.targetAlongFeatures", module, boundary.targetAlongFeatures());
        }
    }

    private void addCosine(ModuleMetrics metrics) {
        Agreement agreement = metrics.agreement();
        if (agreement != null) {
            epochCosines.add(BOUNDARY_COSINE, metrics.module(), agreement.cosine());
        }
    }

    /** A null module means the whole network, which has no boundary. */
    private boolean isOfModule(Sum sum, int first) {
        Integer module = sum.module();
        return module == null ? first == 1 : module >= first && module <= boundaryCosines.size() + 1;
    }

    /** Index of the boundary; the boundary below module 2 is the first. */
    private static int boundary(Metric metric) {
        Integer module = metric.module();
        if (module == null) {
            throw new IllegalStateException(metric + " has no boundary");
        }
        return module - 2;
    }
}
