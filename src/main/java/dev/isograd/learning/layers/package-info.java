/** Layers, their parameters, their initial weights and their analytic passes. Reads autograd and random. */
@NullMarked
package dev.isograd.learning.layers;

import org.jspecify.annotations.NullMarked;
