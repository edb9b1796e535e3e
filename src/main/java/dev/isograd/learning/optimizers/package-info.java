/** Optimizers and learning rate schedules; depends on autograd and layers. */
@NullMarked
package dev.isograd.learning.optimizers;

import org.jspecify.annotations.NullMarked;
