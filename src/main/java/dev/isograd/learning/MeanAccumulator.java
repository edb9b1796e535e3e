package dev.isograd.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Means of named values, accumulated until they are taken. */
final class MeanAccumulator {

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    void add(String name, @Nullable Integer module, double value) {
        add(new Sum(name, module, value, 1));
    }

    /** Returns the means as metrics of the given step and resets them. */
    List<Metric> take(long step) {
        List<Metric> means = means(step);
        sums.clear();
        return means;
    }

    /** As {@link #take}, without the reset. */
    List<Metric> means(long step) {
        return sums.values().stream().map(sum -> sum.mean(step)).toList();
    }

    /** The sums behind the means, in the order of the means. */
    List<Sum> sums() {
        return List.copyOf(sums.values());
    }

    /** Replaces all sums by the given ones. */
    void restore(List<Sum> others) {
        sums.clear();
        others.forEach(this::add);
    }

    private void add(Sum sum) {
        sums.merge(new Key(sum.name(), sum.module()), sum, Sum::plus);
    }

    private record Key(String name, @Nullable Integer module) {}

    /** The sum of all values of one name. */
    record Sum(String name, @Nullable Integer module, double total, long count) {

        private Sum plus(Sum other) {
            return new Sum(name, module, total + other.total, count + other.count);
        }

        private Metric mean(long step) {
            return new Metric(name, module, step, total / count);
        }
    }
}
