package dev.isograd.jobs.web;

import java.util.Arrays;
import java.util.Optional;

/** An order of jobs. Jobs without the value come last in both directions, and the newest first among equals. */
enum JobSort {
    NEWEST("-createdAt", "id", true),
    OLDEST("createdAt", "id", false),
    NAME("name", "lower(name)", false),
    NAME_DESCENDING("-name", "lower(name)", true),
    TEST_ACCURACY("testAccuracy", number("testAccuracy"), false),
    TEST_ACCURACY_DESCENDING("-testAccuracy", number("testAccuracy"), true),
    PEAK_MEMORY("peakMemoryBytes", number("peakMemoryBytes"), false),
    PEAK_MEMORY_DESCENDING("-peakMemoryBytes", number("peakMemoryBytes"), true),
    TRAIN_SECONDS("trainSeconds", number("trainSeconds"), false),
    TRAIN_SECONDS_DESCENDING("-trainSeconds", number("trainSeconds"), true);

    private final String parameter;
    private final String value;
    private final boolean isDescending;

    /** @param value SQL expression; ids have the order of creation and are unique */
    JobSort(String parameter, String value, boolean isDescending) {
        this.parameter = parameter;
        this.value = value;
        this.isDescending = isDescending;
    }

    private static String number(String figure) {
        return "case when jsonb_typeof(result -> '%1$s') = 'number' then (result ->> '%1$s')::numeric end"
                .formatted(figure);
    }

    /** Returns the order with a name such as {@code -testAccuracy}. */
    public static Optional<JobSort> named(String parameter) {
        return Arrays.stream(values())
                .filter(sort -> sort.parameter.equals(parameter))
                .findFirst();
    }

    /** Returns the name in the API. */
    @Override
    public String toString() {
        return parameter;
    }

    String value() {
        return value;
    }

    String direction() {
        return isDescending ? "desc" : "asc";
    }

    /** The comparison that holds for values after another one. */
    String isAfter() {
        return isDescending ? "<" : ">";
    }
}
