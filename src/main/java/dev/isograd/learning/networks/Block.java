package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Layer;

/** The unit a network can be cut at: a named layer and the shape it hands on. */
public record Block(String name, Layer layer, FeatureShape output) {}
