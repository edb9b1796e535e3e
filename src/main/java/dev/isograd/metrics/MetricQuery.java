package dev.isograd.metrics;

import dev.isograd.http.QueryReader;
import java.util.List;
import java.util.Locale;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Which numbers are asked for: empty lists mean all. */
record MetricQuery(List<String> names, List<Integer> modules, long from, long to, int points, Aggregation aggregation) {

    private static final int POINTS = 1000;
    private static final int MOST_POINTS = 10_000;
    private static final int MOST_MODULES = 100_000;

    /** How numbers are put together. */
    enum Aggregation {
        MINMAX,
        RAW;

        /** As the API writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static MetricQuery read(MultiValueMap<String, String> parameters) {
        QueryReader reader = new QueryReader(filled(parameters));
        Aggregation aggregation = reader.enumValue("agg", Aggregation.class);
        MetricQuery query = new MetricQuery(
                reader.strings("names"),
                reader.integers("modules", 1, MOST_MODULES),
                reader.integer("from", 0, Long.MAX_VALUE, 0),
                reader.integer("to", 0, Long.MAX_VALUE, Long.MAX_VALUE),
                (int) reader.integer("points", 1, MOST_POINTS, POINTS),
                aggregation == null ? Aggregation.MINMAX : aggregation);
        if (query.to() < query.from()) {
            reader.problem("to", "must not be smaller than from");
        }
        reader.check();
        return query;
    }

    /** Without what is empty, which is how forms send what nobody filled in. */
    private static MultiValueMap<String, String> filled(MultiValueMap<String, String> parameters) {
        MultiValueMap<String, String> filled = new LinkedMultiValueMap<>();
        parameters.forEach((name, values) ->
                values.stream().filter(value -> !value.isEmpty()).forEach(value -> filled.add(name, value)));
        return filled;
    }
}
