/** Heads of local modules, and the loss of their scores. Reads layers. */
@NullMarked
package dev.isograd.learning.heads;

import org.jspecify.annotations.NullMarked;
