package dev.isograd.jobs.plans;

import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Finds changes of a spec that need less memory, by the estimate. Those that keep the gradients come first, then those with the
 * highest test accuracy in the project's trainings on this data, then those without a training, in the order of how much they change.
 */
final class SmallerSpecs {

    private static final int MOST = 8;

    /** A smaller saving is within what the estimate leaves out. */
    private static final double WORTHWHILE = 0.95;

    private static final int FEWEST_MODULES = 4;
    private static final int SMALLEST_BATCH = 16;

    /** The most accurate in the runs of docs/results.md (cifar-search). */
    private static final Map<String, Object> HEAD = Map.of("type", "conv", "convolutions", 3);

    private final TrainingSpec spec;
    private final Map<String, Object> tree;
    private final ToLongFunction<TrainingSpec> estimate;

    private final ShownAccuracies.Shown shown;

    SmallerSpecs(TrainingSpec spec, ToLongFunction<TrainingSpec> estimate, ShownAccuracies.Shown shown) {
        this.spec = spec;
        this.tree = SpecWriter.write(spec);
        this.estimate = estimate;
        this.shown = shown;
    }

    /** @param same whether the training learns the same */
    private record Change(Map<String, Object> patch, String why, boolean same) {

        Change(Map<String, Object> patch, String why) {
            this(patch, why, false);
        }
    }

    /** @param rank the less, the less accuracy the change is known to cost */
    private record Ranked(Plan.Advice advice, double rank) {}

    /** @param room largest estimate that a device takes; what does not fit it is no advice unless nothing else is found */
    List<Plan.Advice> advice(long bytes, long room) {
        List<Plan.Advice> smaller = changes()
                .flatMap(change -> smaller(change, bytes))
                .sorted(Comparator.comparingDouble(Ranked::rank))
                .map(Ranked::advice)
                .toList();
        List<Plan.Advice> fitting =
                smaller.stream().filter(advice -> advice.memoryBytes() <= room).toList();
        return (fitting.isEmpty() ? smaller : fitting).stream().limit(MOST).toList();
    }

    private Stream<Ranked> smaller(Change change, long bytes) {
        try {
            TrainingSpec changed = SpecReader.read(SpecPatch.apply(tree, change.patch()));
            long less = estimate.applyAsLong(changed);
            return less <= bytes * WORTHWHILE ? Stream.of(ranked(change, changed, less)) : Stream.empty();
        } catch (InvalidSpec | IllegalArgumentException notForThisNetwork) {
            return Stream.empty();
        }
    }

    private Ranked ranked(Change change, TrainingSpec changed, long bytes) {
        if (change.same()) {
            return new Ranked(new Plan.Advice(change.patch(), bytes, change.why()), -2);
        }
        return shown.of(changed)
                .map(mean -> new Ranked(
                        new Plan.Advice(change.patch(), bytes, change.why() + sentence(mean)), -mean.accuracy()))
                .orElseGet(() -> new Ranked(
                        new Plan.Advice(change.patch(), bytes, change.why() + " No runs on this data yet."), 1));
    }

    private static String sentence(ShownAccuracies.Mean mean) {
        return String.format(
                Locale.ROOT,
                " %s on this data: test accuracy %.1f %%.",
                mean.runs() == 1 ? "One run" : mean.runs() + " runs",
                100 * mean.accuracy());
    }

    private Stream<Change> changes() {
        List<Change> changes = new ArrayList<>();
        if (spec.parallel().lanes() > 1) {
            changes.add(new Change(
                    Map.of("parallel", Map.of("lanes", 1)),
                    "Modules learn one after the other: same weights, slower.",
                    true));
        }
        if (spec.rule() instanceof RuleSpec.Backprop) {
            changes.add(new Change(
                    Map.of("rule", Map.of("type", "checkpointed-backprop")),
                    "Same gradients; each forward pass is computed twice.",
                    true));
        }
        splits().forEach(changes::add);
        otherRules().forEach(changes::add);
        for (int batch = spec.batchSize() / 2; batch >= SMALLEST_BATCH; batch /= 2) {
            changes.add(new Change(
                    Map.of("batchSize", batch),
                    "A batch of %d images; the learning rate may have to change with it.".formatted(batch)));
        }
        return changes.stream();
    }

    /** The same rule with modules of equal shares of memory, then with more of them. */
    private Stream<Change> splits() {
        if (spec.rule().trainsOneModule() || spec.rule() instanceof RuleSpec.SgrBpFree) {
            return Stream.empty();
        }
        Map<String, Object> equal = new LinkedHashMap<>(
                Map.of("modules", spec.split().modules(), "by", shares(spec.rule() instanceof RuleSpec.Sgr)));
        Stream<Change> same = Stream.of(
                new Change(split(equal), "The same number of modules, cut so that each needs about as much memory."));
        return Stream.concat(
                same,
                numbers()
                        .filter(modules -> modules > spec.split().modules())
                        .map(modules -> new Change(
                                split(Map.of("modules", modules, "by", equal.get("by"))),
                                "%d modules: each keeps less.".formatted(modules))));
    }

    private Stream<Change> otherRules() {
        return switch (spec.rule()) {
            case RuleSpec.Backprop _, RuleSpec.CheckpointedBackprop _, RuleSpec.DeepSupervision _ ->
                Stream.of("greedy", "sgr")
                        .flatMap(rule -> numbers()
                                .map(modules -> new Change(
                                        withHead(rule(rule, modules)),
                                        "Local learning with %d modules instead of one graph; the accuracy can differ."
                                                .formatted(modules))));
            case RuleSpec.Sgr _ ->
                Stream.of(new Change(
                        rule("greedy", spec.split().modules()),
                        "Without reconciliation; neighboring modules agree less."));
            default -> Stream.empty();
        };
    }

    private Map<String, Object> rule(String type, int modules) {
        return Map.of(
                "rule",
                Map.of("type", type),
                "split",
                split(Map.of("modules", modules, "by", shares(type.equals("sgr"))))
                        .get("split"));
    }

    /** A spec of back-propagation has no use for its heads, so that nobody has chosen them. */
    private static Map<String, Object> withHead(Map<String, Object> change) {
        Map<String, Object> with = new LinkedHashMap<>(change);
        with.put("head", HEAD);
        return with;
    }

    /** A split in the spec has all its fields, and boundaries would win over a number of modules. */
    private Map<String, Object> split(Map<String, Object> fields) {
        Map<String, Object> split = new LinkedHashMap<>(fields);
        if (spec.split().boundaries() != null) {
            split.put("boundaries", null);
        }
        return new LinkedHashMap<>(Map.of("split", split));
    }

    private String shares(boolean reconciled) {
        if (spec.network().blocks() > MemoryCurve.MOST_BALANCED_BLOCKS) {
            return "depth";
        }
        return reconciled ? "sgr-memory" : "memory";
    }

    /** 4, 8, 16 … and at most one module for each block. */
    private Stream<Integer> numbers() {
        int blocks = spec.network().blocks();
        return Stream.iterate(Math.min(FEWEST_MODULES, blocks), modules -> modules <= blocks, modules -> 2 * modules);
    }
}
