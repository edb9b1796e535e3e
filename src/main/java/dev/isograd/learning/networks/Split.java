package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;
import java.util.ArrayList;
import java.util.List;

/** Where the local modules begin: block numbers, counted from 0, before which a module ends. */
public record Split(List<Integer> boundaries) {

    public Split {
        boundaries = List.copyOf(boundaries);
    }

    /** Equal numbers of blocks; when they do not divide, the later modules hold one more. */
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
     * Equal bytes kept for the backward pass, as far as whole blocks allow.
     *
     * @param heads of a module that ends with each block
     */
    public static Split byMemory(List<Block> blocks, FeatureShape images, int modules, List<Layer> heads) {
        BlockMemory memory = BlockMemory.of(blocks, images, heads);
        return new Balance(blocks.size(), memory::local).cut(modules);
    }

    /** The same where every module but the first has its gradient differentiated again, for which it keeps twice as much. */
    public static Split bySgrMemory(List<Block> blocks, FeatureShape images, int modules, List<Layer> heads) {
        BlockMemory memory = BlockMemory.of(blocks, images, heads);
        return new Balance(blocks.size(), memory::reconciled).cut(modules);
    }

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
