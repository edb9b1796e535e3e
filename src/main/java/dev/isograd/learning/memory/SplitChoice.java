package dev.isograd.learning.memory;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SpecProblem;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Chooses the split of a training with a largest estimate: the fewest local modules that fit. */
public final class SplitChoice {

    /** Exact balancing of more blocks takes seconds. */
    private static final int MOST_BALANCED_BLOCKS = 200;

    private final TrainingSpec spec;
    private final long most;
    private final ToLongFunction<TrainingSpec> estimate;
    private final Map<String, Object> tree;
    private final Map<Integer, OptionalLong> tried = new TreeMap<>();

    private SplitChoice(TrainingSpec spec, long most, ToLongFunction<TrainingSpec> estimate) {
        this.spec = spec;
        this.most = most;
        this.estimate = estimate;
        this.tree = SpecWriter.write(spec);
    }

    /** What came of the choice. */
    public sealed interface Outcome {

        /** The spec with its split. */
        record Fits(TrainingSpec spec) implements Outcome {}

        /** No split fits. */
        record TooLarge(SpecProblem problem) implements Outcome {}
    }

    /** Whether a spec, as a user wrote it, has a split of its own. */
    public static boolean isGiven(@Nullable Object split) {
        return split instanceof Map<?, ?> fields && (fields.get("modules") != null || fields.get("boundaries") != null);
    }

    /**
     * Returns the spec with a split that fits; the same spec if nothing limits its estimate.
     *
     * @param given whether the split is the user's, which is kept if it fits
     * @param estimate bytes that a training takes
     */
    public static Outcome of(TrainingSpec spec, boolean given, ToLongFunction<TrainingSpec> estimate) {
        Long most = spec.maxMemoryBytes();
        return most == null ? new Outcome.Fits(spec) : new SplitChoice(spec, most, estimate).choose(given);
    }

    private Outcome choose(boolean given) {
        long asItIs = estimate.applyAsLong(spec);
        if (asItIs <= most && (given || !canBeCut())) {
            return new Outcome.Fits(spec);
        }
        if (!canBeCut()) {
            return new Outcome.TooLarge(
                    problem("the estimate is %,d bytes with the rule %s, whose memory does not depend on the split"
                            .formatted(asItIs, type())));
        }
        int fitting = fewest();
        return fitting > 0 ? new Outcome.Fits(read(fitting)) : new Outcome.TooLarge(nearest());
    }

    /** Rules that keep the whole network as one graph, and one that has a module for each layer. */
    private boolean canBeCut() {
        return switch (spec.rule()) {
            case RuleSpec.Backprop _, RuleSpec.DeepSupervision _, RuleSpec.SgrBpFree _ -> false;
            case RuleSpec.CheckpointedBackprop _,
                    RuleSpec.Greedy _,
                    RuleSpec.Sgr _,
                    RuleSpec.Overlap _,
                    RuleSpec.Staggered _,
                    RuleSpec.Predsim _,
                    RuleSpec.Pgl _,
                    RuleSpec.Blockwise _ -> true;
        };
    }

    /** Doubles the number of modules until they fit, then halves the gap to the last number that did not; 0 if none fits. */
    private int fewest() {
        int blocks = spec.network().blocks();
        int unfit = spec.parallel().lanes() - 1;
        int fitting = unfit + 1;
        while (!fits(fitting)) {
            if (fitting == blocks) {
                return 0;
            }
            unfit = fitting;
            fitting = Math.min(blocks, 2 * fitting);
        }
        while (fitting - unfit > 1) {
            int middle = (fitting + unfit) / 2;
            if (fits(middle)) {
                fitting = middle;
            } else {
                unfit = middle;
            }
        }
        return fitting;
    }

    private boolean fits(int modules) {
        OptionalLong bytes = tried.computeIfAbsent(modules, this::estimate);
        return bytes.isPresent() && bytes.getAsLong() <= most;
    }

    /** Empty if the network cannot be cut into so many modules. */
    private OptionalLong estimate(int modules) {
        try {
            return OptionalLong.of(estimate.applyAsLong(read(modules)));
        } catch (InvalidSpec | IllegalArgumentException notForThisNetwork) {
            return OptionalLong.empty();
        }
    }

    private TrainingSpec read(int modules) {
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        changed.put("split", Map.of("modules", modules, "by", measure()));
        return SpecReader.read(changed);
    }

    private String measure() {
        if (spec.network().blocks() > MOST_BALANCED_BLOCKS) {
            return "depth";
        }
        return spec.rule() instanceof RuleSpec.Sgr ? "sgr-memory" : "memory";
    }

    private SpecProblem nearest() {
        Map.Entry<Integer, OptionalLong> least = tried.entrySet().stream()
                .filter(entry -> entry.getValue().isPresent())
                .min((one, other) -> Long.compare(
                        one.getValue().getAsLong(), other.getValue().getAsLong()))
                .orElseThrow();
        return problem("no split fits: the smallest estimate found with the rule %s is %,d bytes, with %d modules"
                .formatted(type(), least.getValue().getAsLong(), least.getKey()));
    }

    private SpecProblem problem(String detail) {
        return new SpecProblem("/maxMemoryBytes", "%s; got %,d".formatted(detail, most));
    }

    private String type() {
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(tree.get("rule"))).get("type"));
    }
}
