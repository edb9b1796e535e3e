package dev.isograd.jobs.comparisons;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mean and standard deviation of a sample. */
record Figure(
        double mean,

        @Schema(description = "Standard deviation of the sample (n-1); null for a single value.") @Nullable
        Double sd) {

    /** Returns null for an empty sample. */
    static @Nullable Figure of(List<Double> sample) {
        if (sample.isEmpty()) {
            return null;
        }
        double mean = sample.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = sample.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Figure(mean, sample.size() == 1 ? null : Math.sqrt(squares / (sample.size() - 1)));
    }
}
