package dev.isograd.learning.networks;

import dev.isograd.learning.layers.AnalyticLayer;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/**
 * Bytes per image that any module made of neighbouring blocks would keep, its head and what crosses its boundaries
 * included.
 */
final class BlockMemory {

    /** Kept by all blocks before one, for a backward pass and for the one through that. */
    private final long[] kept;

    private final long[] keptGradients;

    /** The same of the head on each block's output. */
    private final long[] head;

    private final long[] headGradients;

    /** Of the input of each block, and of the last one's output. */
    private final long[] boundary;

    private final boolean closed;

    private BlockMemory(int blocks, boolean closed) {
        this.closed = closed;
        this.kept = new long[blocks + 1];
        this.keptGradients = new long[blocks + 1];
        this.head = new long[blocks + 1];
        this.headGradients = new long[blocks + 1];
        this.boundary = new long[blocks + 1];
    }

    static BlockMemory of(List<Block> blocks, FeatureShape images, List<Layer> heads) {
        // The first block is never in a module that reconciles.
        boolean closed = blocks.stream().skip(1).allMatch(block -> block.layer() instanceof AnalyticLayer);
        BlockMemory memory = new BlockMemory(blocks.size(), closed);
        SavedTensors saved = new SavedTensors();
        Traced x = Traced.of(images);
        saved.save(x);
        for (int end = 1; end <= blocks.size(); end++) {
            x = blocks.get(end - 1).layer().trace(x, saved);
            saved.save(x);
            memory.kept[end] = saved.bytes();
            memory.keptGradients[end] = closed ? saved.analyticBytes() : saved.gradientBytes();
            memory.boundary[end] = (long) Float.BYTES * x.shape().numbers();
            memory.head(end, heads.get(end - 1), Traced.of(x.shape()));
        }
        return memory;
    }

    private void head(int end, Layer layers, Traced features) {
        SavedTensors saved = new SavedTensors();
        saved.save(features);
        layers.trace(features, saved);
        head[end] = saved.bytes() - boundary[end];
        headGradients[end] = saved.gradientBytes();
    }

    /** While the module learns by itself: its input is its own, and the gradient by the features below has crossed. */
    long local(int begin, int end) {
        return kept[end] - kept[begin] + head[end] + (begin == 0 ? 0 : 2 * boundary[begin]);
    }

    /** While the gradient by its input is differentiated, which the first module's never is. */
    long reconciled(int begin, int end) {
        if (begin == 0) {
            return local(begin, end);
        }
        long perOutput = end == boundary.length - 1 && !closed ? 0 : boundary[end];
        long gradients = keptGradients[end] - keptGradients[begin] + headGradients[end];
        return local(begin, end) + gradients + boundary[begin] + perOutput;
    }
}
