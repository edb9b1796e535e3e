package dev.isograd.jobs.plans;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.SplitSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The estimate of a training as its number of modules grows. */
final class MemoryCurve {

    /** A network with more blocks has so many points. */
    private static final int POINTS = 8;

    private static final int MOST_POINTS = 12;

    /** Exact balancing of more blocks takes seconds. */
    static final int MOST_BALANCED_BLOCKS = 200;

    private final TrainingSpec spec;
    private final Map<String, Object> tree;

    MemoryCurve(TrainingSpec spec) {
        this.spec = spec;
        this.tree = SpecWriter.write(spec);
    }

    List<Plan.Cut> points(ToLongFunction<TrainingSpec> estimate) {
        if (spec.rule() instanceof RuleSpec.Backprop || spec.rule() instanceof RuleSpec.SgrBpFree) {
            return List.of();
        }
        return numbers().stream().flatMap(modules -> point(modules, estimate)).toList();
    }

    private Stream<Plan.Cut> point(int modules, ToLongFunction<TrainingSpec> estimate) {
        try {
            Map<String, Object> changed = new LinkedHashMap<>(tree);
            changed.put("split", Map.of("modules", modules, "by", measure()));
            return Stream.of(new Plan.Cut(modules, estimate.applyAsLong(SpecReader.read(changed))));
        } catch (InvalidSpec | IllegalArgumentException notForThisNetwork) {
            return Stream.empty();
        }
    }

    /** Published cuts exist for some numbers only. */
    private String measure() {
        SplitSpec.By by = spec.split().by();
        if (spec.network().blocks() > MOST_BALANCED_BLOCKS || by == SplitSpec.By.DEPTH) {
            return "depth";
        }
        return by == SplitSpec.By.SGR_MEMORY ? "sgr-memory" : "memory";
    }

    /** All numbers of a short network; of a long one, numbers in equal ratios. */
    private TreeSet<Integer> numbers() {
        int blocks = spec.network().blocks();
        TreeSet<Integer> numbers = new TreeSet<>();
        for (int i = 0; i < POINTS; i++) {
            numbers.add((int) Math.round(Math.pow(blocks, (double) i / (POINTS - 1))));
        }
        if (blocks <= MOST_POINTS) {
            IntStream.rangeClosed(1, blocks).forEach(numbers::add);
        }
        return numbers;
    }
}
