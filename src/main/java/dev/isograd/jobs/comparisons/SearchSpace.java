package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.web.SpecPatch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A space of specs: fields and what they may be. */
record SearchSpace(List<Dimension> dimensions) {

    /** Enough for a learning rate, and short in labels. */
    private static final MathContext DIGITS = new MathContext(3);

    private static final int TRIES = 100;

    /** A field with the values that it takes. */
    sealed interface Dimension {
        String field();

        Object draw(SplittableRandom random);
    }

    /** Some values. */
    record Values(String field, List<Object> values) implements Dimension {
        @Override
        public Object draw(SplittableRandom random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /** All numbers between two. */
    record Range(String field, double from, double to, boolean isLogarithmic) implements Dimension {
        @Override
        public Object draw(SplittableRandom random) {
            double place = random.nextDouble();
            double drawn = isLogarithmic ? from * Math.pow(to / from, place) : from + (to - from) * place;
            return new BigDecimal(drawn).round(DIGITS).doubleValue();
        }
    }

    /** The number of points; the largest number if there is a range. */
    long size() {
        long size = 1;
        for (Dimension dimension : dimensions) {
            switch (dimension) {
                case Values values -> size *= values.values().size();
                case Range range -> {
                    return Long.MAX_VALUE;
                }
            }
        }
        return size;
    }

    /** Every point, the last field varying fastest; each is the value of every field. */
    List<List<Object>> grid() {
        List<List<Object>> points = List.of(List.of());
        for (Dimension dimension : dimensions) {
            List<Object> values = dimension instanceof Values some ? some.values() : List.of();
            points = points.stream()
                    .flatMap(point -> values.stream().map(value -> with(point, value)))
                    .toList();
        }
        return points;
    }

    private static List<Object> with(List<Object> point, Object value) {
        List<Object> longer = new ArrayList<>(point);
        longer.add(value);
        return longer;
    }

    /** Distinct points; fewer only if the space has no more. */
    List<List<Object>> random(int count, long seed) {
        if (size() <= count) {
            return grid();
        }
        SplittableRandom random = new SplittableRandom(seed);
        Set<List<Object>> points = new LinkedHashSet<>();
        for (int tries = 0; points.size() < count && tries < TRIES * count; tries++) {
            points.add(
                    dimensions.stream().map(dimension -> dimension.draw(random)).toList());
        }
        return List.copyOf(points);
    }

    /** The point as changes of a spec. */
    Map<String, @Nullable Object> changes(List<Object> point) {
        Map<String, @Nullable Object> changes = Map.of();
        for (int i = 0; i < point.size(); i++) {
            changes = SpecPatch.apply(changes, nested(dimensions.get(i).field(), point.get(i)));
        }
        return changes;
    }

    private static Map<String, Object> nested(String field, Object value) {
        String[] names = field.substring(1).split("/");
        Object inner = value;
        for (int i = names.length - 1; i > 0; i--) {
            inner = Map.of(names[i], inner);
        }
        return Map.of(names[0], inner);
    }

    /** Such as "weight 0.2, modules 4". */
    String label(List<Object> point) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < point.size(); i++) {
            String field = dimensions.get(i).field();
            named.put(field.substring(field.lastIndexOf('/') + 1), point.get(i));
        }
        return named.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        return value instanceof Map<?, ?> map
                ? map.values().stream().map(Objects::toString).collect(Collectors.joining(" "))
                : Objects.toString(value);
    }
}
