package dev.isograd.trainer;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecCatalog;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says which rules and batch sizes would have fitted, after a training has run out of a device's memory.
 *
 * @param freeBytes of the device, before the training took any
 */
record MemoryAdvice(TrainingSpec spec, LabelledImages images, long freeBytes) {

    /** Estimates leave out the holes between arrays. */
    private static final double RESERVE = 0.08;

    private static final int SMALLEST_BATCH = 2;
    private static final double MEGABYTE = 1e6;

    String sentence() {
        Map<Integer, Set<String>> rules = fitting();
        String choices = rules.entrySet().stream()
                .map(entry -> "batch size %d with %s".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                .collect(Collectors.joining("; "));
        return "The training takes about %,.0f MB by its estimate, and %,.0f MB were free. %s"
                .formatted(
                        estimate(spec) / MEGABYTE,
                        freeBytes / MEGABYTE,
                        choices.isEmpty()
                                ? "No rule fits with this network, whatever the batch size."
                                : "By the estimates, these would fit: " + choices + ".");
    }

    /** The names of the rules by the largest batch that fits with them, largest batch first; the spec's own rule comes first. */
    Map<Integer, Set<String>> fitting() {
        Map<Integer, Set<String>> fitting = new TreeMap<>(Comparator.reverseOrder());
        Map<String, Object> tree = SpecWriter.write(spec);
        for (Map<?, ?> rule : rules(tree)) {
            largestBatch(tree, rule)
                    .ifPresent(batch -> fitting.computeIfAbsent(batch, _ -> new LinkedHashSet<>())
                            .add(String.valueOf(rule.get("type"))));
        }
        return fitting;
    }

    /** The spec's own rule with its options, then all others with their defaults. */
    private static List<Map<?, ?>> rules(Map<String, Object> tree) {
        Map<?, ?> own = (Map<?, ?>) Objects.requireNonNull(tree.get("rule"));
        List<Map<?, ?>> rules = new ArrayList<>(List.of(own));
        for (Object rule :
                (List<?>) Objects.requireNonNull(SpecCatalog.describe().get("rules"))) {
            Object type = Objects.requireNonNull(((Map<?, ?>) rule).get("type"));
            if (!type.equals(own.get("type"))) {
                rules.add(Map.of("type", type));
            }
        }
        return rules;
    }

    /** Halves the batch until the estimate fits. */
    private OptionalInt largestBatch(Map<String, Object> tree, Map<?, ?> rule) {
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        changed.put("rule", rule);
        for (int batch = spec.batchSize(images.count()); batch >= SMALLEST_BATCH; batch /= 2) {
            changed.put("batchSize", batch);
            if (fits(changed)) {
                return OptionalInt.of(batch);
            }
        }
        return OptionalInt.empty();
    }

    /** What takes as much as the training that did not fit does not fit either, whatever its estimate is. */
    private boolean fits(Map<String, Object> tree) {
        try {
            long bytes = estimate(SpecReader.read(tree));
            return bytes * (1 + RESERVE) <= freeBytes && bytes < estimate(spec);
        } catch (InvalidSpec | IllegalArgumentException notForThisNetwork) {
            return false;
        }
    }

    private long estimate(TrainingSpec spec) {
        return MemoryEstimate.of(spec, images).rule().total();
    }
}
