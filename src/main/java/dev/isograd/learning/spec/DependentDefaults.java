package dev.isograd.learning.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults that depend on other fields or on the data set, so that a spec with the required fields alone never
 * contradicts itself. Where the usual default fits, these defaults are equal to it.
 */
final class DependentDefaults {

    private static final int MODULES = 4;
    private static final int ATTENTION_HEADS = 3;
    private static final int PATCH = 4;
    private static final int BATCH_SIZE = 128;

    private final Map<String, @Nullable Object> spec;
    private final @Nullable DatasetSize data;

    private DependentDefaults(Map<String, ?> tree, @Nullable DatasetSize data) {
        this.spec = new LinkedHashMap<>(tree);
        this.data = data;
    }

    /** @param data null if the data set is not known yet */
    static Map<String, ?> complete(Map<String, ?> tree, @Nullable DatasetSize data) {
        DependentDefaults defaults = new DependentDefaults(tree, data);
        defaults.setHead();
        defaults.setNetwork();
        defaults.setSplit();
        defaults.setBatchSize();
        return defaults.spec;
    }

    /** Returns the network of a spec; null if there is none or a wrong one. */
    static @Nullable NetworkSpec network(Map<String, ?> tree) {
        try {
            return tree.get("network") instanceof Map<?, ?> network
                    ? SpecReader.read(NetworkSpec.class, network)
                    : null;
        } catch (InvalidSpec wrong) {
            return null;
        }
    }

    /** The usual head does not fit sgr-bp-free. */
    private void setHead() {
        if (isOf(spec.get("rule"), RuleSpec.SgrBpFree.class)) {
            spec.putIfAbsent("head", Map.of("type", SpecNames.of(HeadSpec.Linear.class)));
        }
    }

    private void setNetwork() {
        if (!isOf(spec.get("network"), NetworkSpec.Vit.class)) {
            return;
        }
        Map<String, @Nullable Object> vit = copy(spec.get("network"));
        if (data != null && !vit.containsKey("patch")) {
            vit.put("patch", largest(PATCH, data::isDividedBy));
        }
        if (!vit.containsKey("heads")) {
            vit.put("heads", 1);
            if (network(Map.of("network", vit)) instanceof NetworkSpec.Vit valid) {
                vit.put("heads", largest(ATTENTION_HEADS, heads -> valid.width() % heads == 0));
            }
        }
        spec.put("network", vit);
    }

    private void setSplit() {
        NetworkSpec network = network(spec);
        Object given = spec.containsKey("split") ? spec.get("split") : Map.of();
        if (network == null || !(given instanceof Map<?, ?>)) {
            return;
        }
        Map<String, @Nullable Object> split = copy(given);
        if (!split.containsKey("modules") && split.get("boundaries") == null) {
            boolean published = SpecNames.of(SplitSpec.By.PUBLISHED).equals(split.get("by"));
            split.put(
                    "modules",
                    published
                            ? largest(
                                    MODULES,
                                    modules ->
                                            PublishedSplits.of(network, modules).isPresent())
                            : Math.min(MODULES, network.blocks()));
            spec.put("split", split);
        }
    }

    private void setBatchSize() {
        if (data != null && !spec.containsKey("batchSize")) {
            spec.put(
                    "batchSize",
                    Math.clamp(
                            Math.min(data.learned(spec), data.largestBatch()),
                            TrainingSpec.SMALLEST_BATCH,
                            BATCH_SIZE));
        }
    }

    /** The largest number up to the usual default that fits; the usual default if none does. */
    private static int largest(int usual, IntPredicate fits) {
        return IntStream.iterate(usual, number -> number > 0, number -> number - 1)
                .filter(fits)
                .findFirst()
                .orElse(usual);
    }

    private static boolean isOf(@Nullable Object tree, Class<?> type) {
        return tree instanceof Map<?, ?> fields && SpecNames.of(type).equals(fields.get("type"));
    }

    private static Map<String, @Nullable Object> copy(@Nullable Object tree) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }
}
