package dev.isograd.learning.spec;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The smallest and largest number, text length or list size that a field allows; infinite if there is no such bound. */
record Bounds(double min, double max) {

    /** More digits than this come from binary rounding. */
    private static final int MOST_DIGITS = 17;

    /** @param option null for the entries of a list, which have no bounds of their own */
    static Bounds of(@Nullable Option option) {
        return option == null
                ? new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Bounds(option.min(), option.max());
    }

    boolean contain(double value) {
        return value >= min && value <= max;
    }

    /** Completes a sentence such as "must be" or "must have ... entries". */
    @Override
    public String toString() {
        if (Double.isFinite(min) && Double.isFinite(max)) {
            return "between " + text(min) + " and " + text(max);
        }
        if (Double.isFinite(min)) {
            return "at least " + text(min);
        }
        return Double.isFinite(max) ? "at most " + text(max) : "within the range of a double";
    }

    private static String text(double bound) {
        return new BigDecimal(bound).stripTrailingZeros().precision() > MOST_DIGITS
                ? Double.toString(bound)
                : BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
