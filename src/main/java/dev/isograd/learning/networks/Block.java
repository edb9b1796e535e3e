package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;

/** The unit between which a network can be cut: a named layer and the shape of its output. */
public record Block(String name, Layer layer, FeatureShape output) {}
