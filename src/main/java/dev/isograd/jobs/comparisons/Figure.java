package dev.isograd.jobs.comparisons;

import dev.isograd.Statistics;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mean and standard deviation of a sample, as the API returns them. */
record Figure(
        double mean,

        @Schema(description = "Standard deviation of the sample (n-1); null for a single value.") @Nullable
        Double sd) {

    /** Returns null for an empty sample. */
    static @Nullable Figure of(List<Double> sample) {
        return of(Statistics.of(sample));
    }

    static @Nullable Figure of(Statistics sample) {
        if (sample.count() == 0) {
            return null;
        }
        return new Figure(sample.mean(), sample.count() == 1 ? null : sample.deviation());
    }
}
