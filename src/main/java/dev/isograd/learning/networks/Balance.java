package dev.isograd.learning.networks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Cuts a row of blocks into modules: first the cost of the most expensive module is minimized, then the differences between
 * the modules.
 *
 * <p>The result is exact, by dynamic programming over modules and blocks. A network has a few hundred blocks at most.
 */
final class Balance {

    private final int blocks;
    private final Cost cost;

    Balance(int blocks, Cost cost) {
        this.blocks = blocks;
        this.cost = cost;
    }

    Split cut(int modules) {
        double highest = new Best(modules, cost -> cost, Math::max).value();
        // The sum of squares makes the modules similar, but only among cuts with the lowest maximum.
        return new Best(modules, cost -> cost > highest ? Double.POSITIVE_INFINITY : cost * cost, Double::sum).split();
    }

    /** The best of all cuts by one criterion. */
    private final class Best {

        private final int modules;
        private final double[][] value;
        private final int[][] begin;

        Best(int modules, DoubleUnaryOperator price, DoubleBinaryOperator join) {
            this.modules = modules;
            this.value = new double[modules + 1][blocks + 1];
            this.begin = new int[modules + 1][blocks + 1];
            for (int end = 1; end <= blocks; end++) {
                value[1][end] = price.applyAsDouble(cost.of(0, end));
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
                double own = price.applyAsDouble(cost.of(cut, end));
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

    /** The cost of a module, in bytes. */
    @FunctionalInterface
    interface Cost {

        /**
         * @param begin number of its first block, 0 for the first module
         * @param end number of the block after its last
         */
        long of(int begin, int end);
    }
}
