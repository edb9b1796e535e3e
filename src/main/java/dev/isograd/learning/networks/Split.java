package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The boundaries of the local modules: numbers of the blocks, counted from 0, with which a new module begins. */
public record Split(List<Integer> boundaries) {

    public Split {
        boundaries = List.copyOf(boundaries);
    }

    /** Equal numbers of blocks. If they do not divide evenly, the later modules have one more. */
    public static Split byDepth(int blocks, int modules) {
        List<Integer> boundaries = new ArrayList<>();
        int end = 0;
        for (int module = 0; module < modules - 1; module++) {
            boolean longer = module >= modules - blocks % modules;
            end += blocks / modules + (longer ? 1 : 0);
            boundaries.add(end);
        }
        return new Split(boundaries);
    }

    /**
     * Balances the bytes that the modules keep for their backward passes, as far as whole blocks allow.
     *
     * @param heads for each block, the head of a module that would end with it
     */
    public static Split byMemory(List<Block> blocks, FeatureShape images, int modules, List<Layer> heads) {
        BlockMemory memory = BlockMemory.of(blocks, images, heads);
        return new Balance(blocks.size(), memory::local).cut(modules);
    }

    /** Balances the bytes during reconciliation, for which every module but the first keeps more than for its backward pass. */
    public static Split bySgrMemory(List<Block> blocks, FeatureShape images, int modules, List<Layer> heads) {
        BlockMemory memory = BlockMemory.of(blocks, images, heads);
        return new Balance(blocks.size(), memory::reconciled).cut(modules);
    }

    /**
     * Cuts modules instead of blocks into neighboring groups, of which the most expensive costs as little as possible.
     *
     * @param costs of each module, first module first
     * @param groups at most the number of modules
     */
    public static Split byCost(long[] costs, int groups) {
        return new Balance(
                        costs.length,
                        (begin, end) -> Arrays.stream(costs, begin, end).sum())
                .cut(groups);
    }

    /** Cuts a list with one item per block. */
    public <T> List<List<T>> of(List<T> blocks) {
        List<List<T>> parts = new ArrayList<>();
        int begin = 0;
        for (int end : boundaries) {
            parts.add(List.copyOf(blocks.subList(begin, end)));
            begin = end;
        }
        parts.add(List.copyOf(blocks.subList(begin, blocks.size())));
        return parts;
    }
}
