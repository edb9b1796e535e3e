package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.Submission;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison that has been checked.
 *
 * @param jobs in the order in which they are submitted: all variants with the first seed, then with the next
 */
record NewComparison(
        String name,
        Map<String, @Nullable Object> spec,
        List<Variant> variants,
        Map<String, String> labels,
        @Nullable Halving halving,
        List<Member> jobs) {

    /** One training of a comparison. */
    record Member(int variant, long seed, Submission submission) {}
}
