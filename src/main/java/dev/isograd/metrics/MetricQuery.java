package dev.isograd.metrics;

import dev.isograd.http.QueryReader;
import java.util.List;
import java.util.Locale;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The query parameters of a request for metrics; an empty list matches everything. */
record MetricQuery(
        List<String> names,
        List<Integer> modules,
        long from,
        long to,
        int points,
        Aggregation aggregation,
        MetricForm form) {

    private static final int DEFAULT_POINTS = 1000;
    private static final int MAX_POINTS = 10_000;
    private static final int MAX_MODULE = 100_000;

    /** The aggregation of the values: buckets of steps, none, or only the last value of each series. */
    enum Aggregation {
        MINMAX,
        RAW,
        LAST;

        /** Returns the name in the API. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static MetricQuery read(MultiValueMap<String, String> parameters) {
        QueryReader reader = new QueryReader(withoutEmpty(parameters));
        Aggregation aggregation = reader.enumValue("agg", Aggregation.class);
        MetricQuery query = new MetricQuery(
                reader.strings("names"),
                reader.integers("modules", 1, MAX_MODULE),
                reader.integer("from", 0, Long.MAX_VALUE, 0),
                reader.integer("to", 0, Long.MAX_VALUE, Long.MAX_VALUE),
                (int) reader.integer("points", 1, MAX_POINTS, DEFAULT_POINTS),
                aggregation == null ? Aggregation.MINMAX : aggregation,
                MetricForm.read(reader));
        if (query.to() < query.from()) {
            reader.problem("to", "must not be smaller than from");
        }
        reader.check();
        return query;
    }

    /** Drops empty parameters, because HTML forms send them for fields that were left blank. */
    private static MultiValueMap<String, String> withoutEmpty(MultiValueMap<String, String> parameters) {
        MultiValueMap<String, String> remaining = new LinkedMultiValueMap<>();
        parameters.forEach((name, values) ->
                values.stream().filter(value -> !value.isEmpty()).forEach(value -> remaining.add(name, value)));
        return remaining;
    }
}
