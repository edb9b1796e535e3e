package dev.isograd.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Means of named values since they were last taken. */
final class Means {

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    void add(String name, @Nullable Integer module, double value) {
        add(new Sum(name, module, value, 1));
    }

    /** Returns the means as metrics of the given step, and starts anew. */
    List<Metric> take(long step) {
        List<Metric> means = sums.values().stream().map(sum -> sum.mean(step)).toList();
        sums.clear();
        return means;
    }

    /** What the means are made from, in the order they will have. */
    List<Sum> sums() {
        return List.copyOf(sums.values());
    }

    /** Goes on from the given sums instead of its own. */
    void restore(List<Sum> others) {
        sums.clear();
        others.forEach(this::add);
    }

    private void add(Sum sum) {
        sums.merge(new Key(sum.name(), sum.module()), sum, Sum::plus);
    }

    private record Key(String name, @Nullable Integer module) {}

    /** Values of one name added up. */
    record Sum(String name, @Nullable Integer module, double total, long count) {

        private Sum plus(Sum other) {
            return new Sum(name, module, total + other.total, count + other.count);
        }

        private Metric mean(long step) {
            return new Metric(name, module, step, total / count);
        }
    }
}
