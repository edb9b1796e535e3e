package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;

/** A form of head: layers that turn a local module's features into class scores. */
public interface Head {

    Layer build(FeatureShape features, int classes, Initializer initializer);
}
