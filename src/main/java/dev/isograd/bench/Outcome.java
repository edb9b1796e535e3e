package dev.isograd.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one training of a recipe; one line of the results file.
 *
 * @param spec the spec with every default spelled out, including the seed
 * @param failure the reason for missing metrics, such as a loss that is not finite
 * @param boundaryCosines mean agreement of the last epoch, as in {@code TrainingOutcome}
 * @param weightsSha256 digest of the final network's parameters; empty if the training failed
 * @param cpuSeconds CPU time of all threads, including evaluation; other processes affect it less than wall-clock time
 * @param late mean of every metric over the last tenth of the steps, as in {@link LateMeans}; null in old outcomes
 * @param activations activations that the rule keeps at the highest point, as a ratio to those of back-propagation, computed from
 *     shapes; null in old outcomes
 * @param peakBytes memory that the training added to its process, or to its GPU, at the highest point; 0 if it failed
 * @param versions versions of the libraries, the device and the data set
 */
record Outcome(
        Map<String, Object> spec,
        @Nullable String failure,
        double testAccuracy,
        double bestTestAccuracy,
        List<Double> moduleAccuracies,
        List<@Nullable Double> boundaryCosines,
        String weightsSha256,
        double cpuSeconds,
        long peakBytes,
        Map<String, String> versions,
        @Nullable Map<String, Double> late,
        @Nullable Double activations) {

    /** Returns the mean of a metric over the last tenth of the steps, or NaN if it was not reported. */
    double late(String metric) {
        return late == null ? Double.NaN : late.getOrDefault(metric, Double.NaN);
    }

    double activationRatio() {
        return activations == null ? Double.NaN : activations;
    }

    /** Returns the mean over the boundaries, or NaN if no boundary has a cosine. */
    double meanCosine() {
        return boundaryCosines.stream()
                .filter(cosine -> cosine != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}
