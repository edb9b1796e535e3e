package dev.isograd;

import java.util.List;

/**
 * Mean and standard deviation of one figure over seeds.
 *
 * @param mean NaN without values
 * @param deviation that of a sample, which divides by n - 1; NaN for fewer than two values
 */
public record Statistics(int count, double mean, double deviation) {

    private static final int FEWEST = 3;

    /** A smaller mean is within what the seeds alone make. */
    private static final double DEVIATIONS = 2;

    public static Statistics of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double deviation = values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
        return new Statistics(values.size(), mean, deviation);
    }

    /** Whether the mean is more than two deviations away from 0; always false with fewer than three values. */
    public boolean isClear() {
        return count >= FEWEST && Math.abs(mean) > DEVIATIONS * deviation;
    }
}
