package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer.Mode;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a network's segments: all that a forward pass without a graph leaves behind. */
public final class ActivationCheckpoints {

    private final List<NDArray> inputs = new ArrayList<>();
    private final Mode first;

    /**
     * Call inside a scope: the inputs live until it closes.
     *
     * @param first the mode in which the images come through for the first time
     */
    public ActivationCheckpoints(List<Chain> segments, NDArray images, Mode first) {
        this.first = first;
        inputs.add(images);
        for (Chain segment : segments.subList(0, segments.size() - 1)) {
            try (StepScope scope = new StepScope();
                    Recording off = Recording.off()) {
                inputs.add(scope.keep(segment.forward(inputs.getLast(), first)));
            }
        }
    }

    /** The input of a segment, counted from 0; differentiable unless it is the images. */
    public NDArray input(int segment) {
        return segment == 0 ? inputs.getFirst() : Recording.leaf(inputs.get(segment));
    }

    /** Only the last segment runs for the first time after this pass; the others' running statistics have moved. */
    Mode mode(int segment) {
        return segment == inputs.size() - 1 ? first : Mode.RECOMPUTATION;
    }

    /** No longer needed once its segment is done; images belong to whoever made them. */
    void free(int segment) {
        if (segment > 0) {
            inputs.get(segment).close();
        }
    }
}
