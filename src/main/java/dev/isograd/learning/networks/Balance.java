package dev.isograd.learning.networks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Cuts a row of blocks so that the costliest module costs as little as it can, and the others are then most alike.
 *
 * <p>Exact, by dynamic programming over (modules, blocks): a network has hundreds of blocks at most.
 */
final class Balance {

    private final long[] first;
    private final long[] later;
    private final long[] begun;

    /**
     * @param first what each block costs in the first module
     * @param later what it costs in any other
     * @param begun what it costs on top if such a module begins with it
     */
    Balance(long[] first, long[] later, long[] begun) {
        this.first = sumsBefore(first);
        this.later = sumsBefore(later);
        this.begun = begun;
    }

    Split cut(int modules) {
        double highest = new Best(modules, cost -> cost, Math::max).value();
        // Least squares make the modules alike, but only among cuts that are no higher than they must be.
        return new Best(modules, cost -> cost > highest ? Double.POSITIVE_INFINITY : cost * cost, Double::sum).split();
    }

    private static long[] sumsBefore(long[] costs) {
        long[] sums = new long[costs.length + 1];
        for (int i = 0; i < costs.length; i++) {
            sums[i + 1] = sums[i] + costs[i];
        }
        return sums;
    }

    /** The best of all cuts by one measure. */
    private final class Best {

        private final int modules;
        private final int blocks = first.length - 1;
        private final double[][] value;
        private final int[][] begin;

        Best(int modules, DoubleUnaryOperator price, DoubleBinaryOperator join) {
            this.modules = modules;
            this.value = new double[modules + 1][blocks + 1];
            this.begin = new int[modules + 1][blocks + 1];
            for (int end = 1; end <= blocks; end++) {
                value[1][end] = price.applyAsDouble(first[end]);
            }
            for (int module = 2; module <= modules; module++) {
                for (int end = module; end <= blocks; end++) {
                    choose(module, end, price, join);
                }
            }
        }

        private void choose(int module, int end, DoubleUnaryOperator price, DoubleBinaryOperator join) {
            value[module][end] = Double.POSITIVE_INFINITY;
            begin[module][end] = end - 1;
            for (int cut = module - 1; cut < end; cut++) {
                double own = price.applyAsDouble(begun[cut] + later[end] - later[cut]);
                double all = join.applyAsDouble(value[module - 1][cut], own);
                if (all < value[module][end]) {
                    value[module][end] = all;
                    begin[module][end] = cut;
                }
            }
        }

        double value() {
            return value[modules][blocks];
        }

        Split split() {
            List<Integer> boundaries = new ArrayList<>();
            int end = blocks;
            for (int module = modules; module > 1; module--) {
                end = begin[module][end];
                boundaries.add(end);
            }
            Collections.reverse(boundaries);
            return new Split(boundaries);
        }
    }
}
