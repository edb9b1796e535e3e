/** Heads of local modules and the loss on their output; reads layers. */
@NullMarked
package dev.isograd.learning.heads;

import org.jspecify.annotations.NullMarked;
