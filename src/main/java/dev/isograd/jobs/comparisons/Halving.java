package dev.isograd.jobs.comparisons;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The epochs after which a comparison stops the variants that do worst (successive halving, arXiv:1502.07943). */
@Schema(name = "ComparisonHalving")
record Halving(
        @Schema(description = "After each of these epochs, the worst variants are stopped.")
        List<Integer> epochs,

        @Schema(description = "Share of the variants after the first that stays, rounded up. The first always stays.")
        double keep,

        @Schema(description = "The trainings with this seed decide, which is the first of the request.")
        long seed) {

    /** Where the deciding training of a variant stands: its test accuracy after the epoch, once it has one. */
    record Standing(int variant, @Nullable Double accuracy, boolean isOver) {

        private boolean isAwaited() {
            return accuracy == null && !isOver;
        }

        private double rank() {
            return accuracy == null ? Double.NEGATIVE_INFINITY : accuracy;
        }
    }

    /** Returns the variants to stop, worst last; nothing while a training has not come to the epoch. */
    Optional<List<Standing>> stops(List<Standing> standings) {
        if (standings.stream().anyMatch(Standing::isAwaited)) {
            return Optional.empty();
        }
        List<Standing> ranked = new ArrayList<>(standings);
        ranked.sort(Comparator.comparingDouble(Standing::rank).reversed().thenComparingInt(Standing::variant));
        return Optional.of(ranked.subList(staying(ranked.size()), ranked.size()));
    }

    /** How many of these variants stay. A share such as 1/3 must not be rounded up because doubles are not exact. */
    int staying(int variants) {
        return (int) Math.ceil(keep * variants - 1e-9);
    }
}
