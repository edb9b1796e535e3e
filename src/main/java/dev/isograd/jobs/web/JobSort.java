package dev.isograd.jobs.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An order of jobs. Jobs without the value come last in both directions, and the newest first among equals.
 *
 * @param parameter name in the API; it begins with {@code -} if the order is descending
 * @param value SQL expression; ids have the order of creation and are unique
 */
record JobSort(String parameter, String value, boolean isDescending) {

    static final JobSort NEWEST = new JobSort("-createdAt", "id", true);

    private static final Map<String, String> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("createdAt", NEWEST.value);
        VALUES.put("name", "lower(name)");
        for (String figure : List.of(
                "testAccuracy",
                "bestTestAccuracy",
                "testLoss",
                "peakMemoryBytes",
                "trainSeconds",
                "imagesPerSecond",
                "parameters")) {
            VALUES.put(figure, number("result -> '%s'".formatted(figure)));
        }
        VALUES.put("learningRate", number("spec #> '{optimizer,learningRate}'"));
        VALUES.put("weight", number("spec #> '{rule,weight}'"));
        VALUES.put("modules", number("spec #> '{split,modules}'"));
        for (String setting : List.of("seed", "epochs", "batchSize")) {
            VALUES.put(setting, number("spec -> '%s'".formatted(setting)));
        }
    }

    private static String number(String json) {
        return "case when jsonb_typeof(%1$s) = 'number' then (%1$s)::numeric end".formatted(json);
    }

    /** Returns the names of all orders in the API. */
    static List<String> names() {
        return VALUES.keySet().stream()
                .mapMulti((String name, Consumer<String> each) -> {
                    each.accept(name);
                    each.accept("-" + name);
                })
                .toList();
    }

    /** Returns the order with a name such as {@code -testAccuracy}. */
    static Optional<JobSort> named(String parameter) {
        boolean isDescending = parameter.startsWith("-");
        return Optional.ofNullable(VALUES.get(isDescending ? parameter.substring(1) : parameter))
                .map(value -> new JobSort(parameter, value, isDescending));
    }

    /** Returns the name in the API. */
    @Override
    public String toString() {
        return parameter;
    }

    String direction() {
        return isDescending ? "desc" : "asc";
    }

    /** The comparison that holds for values after another one. */
    String isAfter() {
        return isDescending ? "<" : ">";
    }
}
