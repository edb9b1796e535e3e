package dev.isograd.learning.memory;

import dev.isograd.learning.spec.HeadSpec;
import dev.isograd.learning.spec.SpecProblem;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides from shapes alone whether a network and its heads can take the images of a data set. */
public final class NetworkFit {

    private NetworkFit() {}

    /** Returns what keeps a spec that is valid by itself from training; empty if nothing does. */
    public static Optional<SpecProblem> problem(TrainingSpec spec, int channels, int height, int width, int classes) {
        return problem(spec, height, width, () -> MemoryEstimate.of(spec, channels, height, width, classes));
    }

    /** @param estimate computes or remembers the estimate of the spec */
    public static Optional<SpecProblem> problem(
            TrainingSpec spec, int height, int width, Supplier<MemoryEstimate> estimate) {
        try {
            var _ = estimate.get();
            return Optional.empty();
        } catch (ArithmeticException tooLarge) {
            return Optional.of(new SpecProblem(
                    "/network",
                    "is too large for images of %dx%d: one of its arrays would have more than %d numbers"
                            .formatted(height, width, Integer.MAX_VALUE)));
        } catch (IllegalArgumentException unfit) {
            // Networks take images of any size, apart from patches, which are checked before. Only a simplex needs
            // features.
            String pointer = spec.head() instanceof HeadSpec.Etf ? "/head/type" : "/network";
            return Optional.of(new SpecProblem(
                    pointer, "does not fit the images and classes of the data set: " + unfit.getMessage()));
        }
    }
}
