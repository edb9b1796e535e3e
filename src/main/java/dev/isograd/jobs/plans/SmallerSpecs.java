package dev.isograd.jobs.plans;

import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Finds changes of a spec that need less memory, by the estimate. Those that change the training least come first. */
final class SmallerSpecs {

    private static final int MOST = 8;

    /** A smaller saving is within what the estimate leaves out. */
    private static final double WORTHWHILE = 0.95;

    private static final int FEWEST_MODULES = 4;
    private static final int SMALLEST_BATCH = 16;

    private final TrainingSpec spec;
    private final Map<String, Object> tree;
    private final ToLongFunction<TrainingSpec> estimate;

    SmallerSpecs(TrainingSpec spec, ToLongFunction<TrainingSpec> estimate) {
        this.spec = spec;
        this.tree = SpecWriter.write(spec);
        this.estimate = estimate;
    }

    private record Change(Map<String, Object> patch, String why) {}

    /** @param room largest estimate that a device takes; what does not fit it is no advice unless nothing else is found */
    List<Plan.Advice> advice(long bytes, long room) {
        List<Plan.Advice> smaller =
                changes().flatMap(change -> smaller(change, bytes)).toList();
        List<Plan.Advice> fitting =
                smaller.stream().filter(advice -> advice.memoryBytes() <= room).toList();
        return (fitting.isEmpty() ? smaller : fitting).stream().limit(MOST).toList();
    }

    private Stream<Plan.Advice> smaller(Change change, long bytes) {
        try {
            long less = estimate.applyAsLong(SpecReader.read(SpecPatch.apply(tree, change.patch())));
            return less <= bytes * WORTHWHILE
                    ? Stream.of(new Plan.Advice(change.patch(), less, change.why()))
                    : Stream.empty();
        } catch (InvalidSpec | IllegalArgumentException notForThisNetwork) {
            return Stream.empty();
        }
    }

    private Stream<Change> changes() {
        List<Change> changes = new ArrayList<>();
        if (spec.parallel().lanes() > 1) {
            changes.add(new Change(
                    Map.of("parallel", Map.of("lanes", 1)),
                    "Modules learn one after the other: same weights, slower."));
        }
        if (spec.rule() instanceof RuleSpec.Backprop) {
            changes.add(new Change(
                    Map.of("rule", Map.of("type", "checkpointed-backprop")),
                    "Same gradients; each forward pass is computed twice."));
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
                Stream.of("sgr", "greedy")
                        .flatMap(rule -> numbers()
                                .map(modules -> new Change(
                                        rule(rule, modules),
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

    /** A split in the spec has all its fields, and boundaries would win over a number of modules. */
    private Map<String, Object> split(Map<String, Object> fields) {
        Map<String, Object> split = new LinkedHashMap<>(fields);
        if (spec.split().boundaries() != null) {
            split.put("boundaries", null);
        }
        return new LinkedHashMap<>(Map.of("split", split));
    }

    private static String shares(boolean reconciled) {
        return reconciled ? "sgr-memory" : "memory";
    }

    /** 4, 8, 16 … and at most one module for each block. */
    private Stream<Integer> numbers() {
        int blocks = spec.network().blocks();
        return Stream.iterate(Math.min(FEWEST_MODULES, blocks), modules -> modules <= blocks, modules -> 2 * modules);
    }
}
