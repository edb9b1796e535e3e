package dev.isograd.learning.networks;

import dev.isograd.learning.layers.AnalyticLayer;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/** The bytes per image that any module of adjacent blocks would keep, including its head and the arrays at its boundaries. */
final class BlockMemory {

    /** Saved by all blocks before a given one for a backward pass; below, for double backward or analytic passes. */
    private final long[] kept;

    private final long[] keptGradients;

    /** Saved by the head on the output of each block, in the same two forms. */
    private final long[] head;

    private final long[] headGradients;

    /** Size of the input of each block, and of the output of the last one. */
    private final long[] boundary;

    private final boolean analytic;

    private BlockMemory(int blocks, boolean analytic) {
        this.analytic = analytic;
        this.kept = new long[blocks + 1];
        this.keptGradients = new long[blocks + 1];
        this.head = new long[blocks + 1];
        this.headGradients = new long[blocks + 1];
        this.boundary = new long[blocks + 1];
    }

    static BlockMemory of(List<Block> blocks, FeatureShape images, List<Layer> heads) {
        // The first block always belongs to the first module, which never reconciles.
        boolean analytic = blocks.stream().skip(1).allMatch(block -> block.layer() instanceof AnalyticLayer);
        BlockMemory memory = new BlockMemory(blocks.size(), analytic);
        SavedTensors saved = new SavedTensors();
        Traced x = Traced.of(images);
        saved.save(x);
        for (int end = 1; end <= blocks.size(); end++) {
            x = blocks.get(end - 1).layer().trace(x, saved);
            saved.save(x);
            memory.kept[end] = saved.bytes();
            memory.keptGradients[end] = analytic ? saved.analyticBytes() : saved.gradientBytes();
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

    /** During local learning: the module holds its input and the gradient that crossed the boundary below. */
    long local(int begin, int end) {
        return kept[end] - kept[begin] + head[end] + (begin == 0 ? 0 : 2 * boundary[begin]);
    }

    /** During reconciliation, which the first module never does. */
    long reconciled(int begin, int end) {
        if (begin == 0) {
            return local(begin, end);
        }
        long perOutput = end == boundary.length - 1 && !analytic ? 0 : boundary[end];
        long gradients = keptGradients[end] - keptGradients[begin] + headGradients[end];
        return local(begin, end) + gradients + boundary[begin] + perOutput;
    }
}
