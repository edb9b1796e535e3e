package dev.isograd.bench;

import dev.isograd.learning.Metric;
import dev.isograd.learning.TrainingOutline;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/** The mean of every metric of steps over the last tenth of a training: of each module, and over all modules together. */
final class LateMeans extends NoProgress {

    private static final double LATE = 0.9;

    private final Map<String, DoubleSummaryStatistics> values = new TreeMap<>();
    private long totalSteps;

    @Override
    public void started(TrainingOutline outline) {
        totalSteps = outline.epochs() * outline.stepsPerEpoch();
    }

    @Override
    public void metric(Metric metric) {
        if (metric.step() > LATE * totalSteps) {
            add(metric.name(), metric.value());
            if (metric.module() != null) {
                add(metric.name() + "." + metric.module(), metric.value());
            }
        }
    }

    private void add(String key, double value) {
        values.computeIfAbsent(key, unseen -> new DoubleSummaryStatistics()).accept(value);
    }

    /** By the name of the metric; those of one module by the name, a dot and its number, as in {@code module.loss.2}. */
    Map<String, Double> means() {
        Map<String, Double> means = new TreeMap<>();
        values.forEach((key, late) -> means.put(key, late.getAverage()));
        return means;
    }
}
