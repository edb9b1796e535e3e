package dev.isograd.bench;

import dev.isograd.learning.Metric;
import dev.isograd.learning.TrainingOutline;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The mean of every metric of steps over the last tenth of a training: of each module, and over all modules together. */
final class LateMeans extends NoProgress {

    private static final double LATE = 0.9;

    private final Map<String, Sum> sums = new TreeMap<>();
    private long totalSteps;

    private static final class Sum {

        private double total;
        private long count;

        void add(double value) {
            total += value;
            count++;
        }

        double mean() {
            return total / count;
        }
    }

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
        sums.computeIfAbsent(key, unseen -> new Sum()).add(value);
    }

    /** By the name of the metric; those of one module by the name, a dot and its number, as in {@code module.loss.2}. */
    Map<String, Double> means() {
        return sums.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().mean(), (one, other) -> one, TreeMap::new));
    }
}
