package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;

/** A kind of head: it builds the layers that turn the features of a local module into class scores. */
public interface Head {

    /**
     * Builds the head: a layer from BCHW features to BC scores.
     *
     * @throws IllegalArgumentException if the features do not fit the head
     */
    Layer build(FeatureShape features, int classes, Initializer initializer);
}
