package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Tape;
import dev.isograd.learning.layers.Traced;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Equal bytes kept for the backward pass, as far as whole blocks allow; heads are left out of the count. */
    public static Split byMemory(List<Block> blocks, FeatureShape images, int modules) {
        Kept kept = Kept.by(blocks, images);
        return new Balance(kept.once(), kept.once(), kept.input()).cut(modules);
    }

    /** The same where every module but the first has its gradient differentiated again, for which it keeps twice as much. */
    public static Split bySgrMemory(List<Block> blocks, FeatureShape images, int modules) {
        Kept kept = Kept.by(blocks, images);
        long[] inputTwice = Arrays.stream(kept.input()).map(bytes -> 2 * bytes).toArray();
        return new Balance(kept.once(), kept.twice(), inputTwice).cut(modules);
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

    /**
     * Bytes per image that each block keeps for one backward pass, and for one that is differentiated itself; and those of
     * its input, which the block before has kept unless another module ends there.
     */
    private record Kept(long[] once, long[] twice, long[] input) {

        static Kept by(List<Block> blocks, FeatureShape images) {
            Kept kept = new Kept(new long[blocks.size()], new long[blocks.size()], new long[blocks.size()]);
            Tape tape = new Tape();
            Traced x = Traced.of(images);
            for (int i = 0; i < blocks.size(); i++) {
                long bytes = tape.bytes();
                long gradientBytes = tape.gradientBytes();
                kept.input[i] = (long) Float.BYTES * x.shape().numbers();
                x = blocks.get(i).layer().trace(x, tape);
                kept.once[i] = tape.bytes() - bytes;
                kept.twice[i] = kept.once[i] + tape.gradientBytes() - gradientBytes;
            }
            return kept;
        }
    }
}
