/** Layers, their parameters and their initial weights; reads autograd and random. */
@NullMarked
package dev.isograd.learning.layers;

import org.jspecify.annotations.NullMarked;
