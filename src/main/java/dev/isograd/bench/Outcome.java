package dev.isograd.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one training of a recipe came to; one line of the results file.
 *
 * @param spec with every default spelled out, the seed among them
 * @param failure why there are no metrics, such as a loss that is not finite
 * @param boundaryCosines mean agreement of the last epoch, as {@code TrainingOutcome} has them
 * @param weightsSha256 over the final network's parameters; empty where there is none
 * @param cpuSeconds of all threads, evaluation included; other processes on the machine disturb it less than time
 * @param peakBytes by how much the resident memory rose above what it was before the network was made
 * @param versions of what computed it
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
        Map<String, String> versions) {

    /** Mean over the boundaries; NaN where no two gradients met. */
    double meanCosine() {
        return boundaryCosines.stream()
                .filter(cosine -> cosine != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}
