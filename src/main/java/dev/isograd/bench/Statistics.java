package dev.isograd.bench;

import java.util.List;

/** Mean and standard deviation of one metric over seeds. */
record Statistics(int count, double mean, double deviation) {

    static Statistics of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        // The deviation of a sample divides by n - 1, so a single value has none.
        double deviation = values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
        return new Statistics(values.size(), mean, deviation);
    }

    /** Whether the mean is more than two deviations away from 0; always false with fewer than three values. */
    boolean isClear() {
        return count >= 3 && Math.abs(mean) > 2 * deviation;
    }
}
