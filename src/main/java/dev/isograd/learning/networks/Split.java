package dev.isograd.learning.networks;

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
