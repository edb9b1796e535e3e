package dev.isograd.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Means of named values since they were last taken. */
final class Means {

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    void add(String name, @Nullable Integer module, double value) {
        sums.merge(new Key(name, module), new Sum(value, 1), Sum::plus);
    }

    /** Returns the means as metrics of the given step, and starts anew. */
    List<Metric> take(long step) {
        List<Metric> means = sums.entrySet().stream()
                .map(entry -> entry.getValue().mean(entry.getKey(), step))
                .toList();
        sums.clear();
        return means;
    }

    private record Key(String name, @Nullable Integer module) {}

    private record Sum(double total, long count) {

        Sum plus(Sum other) {
            return new Sum(total + other.total, count + other.count);
        }

        Metric mean(Key key, long step) {
            return new Metric(key.name(), key.module(), step, total / count);
        }
    }
}
