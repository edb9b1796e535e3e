package dev.isograd.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Quartiles of the ratios between the times of two processes, one ratio per round. */
record Ratio(double lower, double median, double upper) {

    static Ratio of(List<Long> times, List<Long> baseline) {
        double[] sorted = IntStream.range(0, times.size())
                .mapToDouble(i -> (double) times.get(i) / baseline.get(i))
                .sorted()
                .toArray();
        return new Ratio(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    /** Interpolates linearly between the two nearest values. */
    private static double quantile(double[] sorted, double fraction) {
        double rank = fraction * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f  (%.2f to %.2f)", median, lower, upper);
    }
}
