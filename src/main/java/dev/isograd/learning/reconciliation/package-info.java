/**
 * Gradient reconciliation: the distance between the gradients at a boundary, and its derivative.
 *
 * <p>Reads networks, heads and layers.
 */
@NullMarked
package dev.isograd.learning.reconciliation;

import org.jspecify.annotations.NullMarked;
