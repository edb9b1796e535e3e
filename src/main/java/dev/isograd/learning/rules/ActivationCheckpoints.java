package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.StepScope;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer.Mode;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a network's segments, which a forward pass without a graph keeps. */
public final class ActivationCheckpoints {

    private final List<NDArray> inputs = new ArrayList<>();
    private final Mode first;

    /**
     * Runs the forward pass. Call this inside a scope: the inputs live until it closes.
     *
     * @param first mode of the first pass of the images
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

    /** The input of a segment, counted from 0. A loss can be differentiated with respect to it unless it is the images. */
    public NDArray input(int segment) {
        return segment == 0 ? inputs.getFirst() : Recording.leaf(inputs.get(segment));
    }

    /** The mode in which a segment runs again. Only the last segment has not run before, so its running statistics have not moved. */
    Mode mode(int segment) {
        return segment == inputs.size() - 1 ? first : Mode.RECOMPUTATION;
    }

    /** Frees the input of a segment that is done; images belong to the caller. */
    void free(int segment) {
        if (segment > 0) {
            inputs.get(segment).close();
        }
    }
}
