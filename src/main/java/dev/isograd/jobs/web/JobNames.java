package dev.isograd.jobs.web;

import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;

/** Describes a spec in a few words, as the name of a job for which the user chose none. */
final class JobNames {

    private JobNames() {}

    /** Returns a name such as {@code resnet20 sgr k4}. */
    static String describe(TrainingSpec spec) {
        Map<String, Object> tree = SpecWriter.write(spec);
        String network = word(tree, "network", "type") + word(tree, "network", "depth");
        String rule = word(tree, "rule", "type");
        return rule.endsWith("backprop")
                ? network + " " + rule
                : network + " " + rule + " k" + spec.split().modules();
    }

    private static String word(Map<String, Object> tree, String part, String field) {
        return tree.get(part) instanceof Map<?, ?> map && map.get(field) != null ? String.valueOf(map.get(field)) : "";
    }
}
