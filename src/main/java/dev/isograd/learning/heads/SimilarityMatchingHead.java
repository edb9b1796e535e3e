package dev.isograd.learning.heads;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import java.util.stream.Stream;

/** Any head, plus a projection of the features whose similarities are matched with those of the labels. */
public record SimilarityMatchingHead(Head prediction) implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        Layer scores = prediction.build(features, classes, initializer);
        return new Layers(scores, projection(features, initializer));
    }

    /** For feature maps, the projection measures how much each channel varies over the positions. */
    private static Layer projection(FeatureShape features, Initializer initializer) {
        int channels = features.channels();
        return features.numbers() == channels
                ? Chain.of(Operation.flatten(), FullyConnected.hidden(initializer, "projection", channels, channels))
                : Chain.of(
                        new Convolution(initializer, "projection", channels, channels, 3, 1),
                        Operation.deviationOverPositions());
    }

    /** The layers of the head and of the projection. */
    public record Layers(Layer prediction, Layer projection) implements Layer {

        @Override
        public NDArray forward(NDArray x, Mode mode) {
            return prediction.forward(x, mode);
        }

        /** The projection: one row of numbers per image. It is used in training only. */
        public NDArray rows(NDArray x) {
            return projection.forward(x, Mode.TRAINING);
        }

        @Override
        public Traced trace(Traced x, SavedTensors saved) {
            projection.trace(x, saved);
            return prediction.trace(x, saved);
        }

        /** The projection has no part in an answer. */
        @Override
        public Value describe(Graph graph, Value x) {
            return prediction.describe(graph, x);
        }

        @Override
        public List<Parameter> parameters() {
            return Stream.concat(prediction.parameters().stream(), projection.parameters().stream())
                    .toList();
        }
    }
}
