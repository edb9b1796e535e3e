package dev.isograd.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The times of training steps in lanes, computed from the times of the modules. Every lane is as fast as the one that was
 * measured, and moving arrays between lanes takes no time.
 *
 * @param seconds of one step of each module, first module first
 */
record LaneModel(List<Double> seconds) {

    private static final double NANOS = 1e9;

    /** Seconds per step in the long run: those of the slowest lane, if neighboring modules are dealt as well as they can be. */
    double step(int lanes) {
        return sumsOfNeighbors()
                .filter(limit -> lanesWithin(limit) <= lanes)
                .min()
                .orElseThrow();
    }

    /** Seconds of some steps, from the first one on the lowest lane to the last one on the highest. */
    double steps(int lanes, int count) {
        return count * step(lanes) + sum(seconds) - step(lanes);
    }

    /** How many times faster than one lane in the long run. */
    double speedUp(int lanes) {
        return step(1) / step(lanes);
    }

    private DoubleStream sumsOfNeighbors() {
        return IntStream.range(0, seconds.size())
                .boxed()
                .flatMapToDouble(begin -> IntStream.rangeClosed(begin + 1, seconds.size())
                        .mapToDouble(end -> sum(seconds.subList(begin, end))));
    }

    /** The fewest lanes that each take at most so many seconds. */
    private int lanesWithin(double limit) {
        int lanes = 1;
        int begin = 0;
        for (int module = 0; module < seconds.size(); module++) {
            if (seconds.get(module) > limit) {
                return Integer.MAX_VALUE;
            }
            if (sum(seconds.subList(begin, module + 1)) > limit) {
                lanes++;
                begin = module;
            }
        }
        return lanes;
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Shares of the step, in percent. */
    List<Long> shares() {
        return seconds.stream()
                .map(second -> Math.round(100 * second / sum(seconds)))
                .toList();
    }

    static LaneModel of(long[] nanos, int steps) {
        return new LaneModel(
                Arrays.stream(nanos).mapToObj(total -> total / NANOS / steps).toList());
    }
}
