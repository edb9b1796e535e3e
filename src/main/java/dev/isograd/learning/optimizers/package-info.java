/** How a gradient becomes an update: optimizers and learning-rate schedules; reads autograd and layers. */
@NullMarked
package dev.isograd.learning.optimizers;

import org.jspecify.annotations.NullMarked;
