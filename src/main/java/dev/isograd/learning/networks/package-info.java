/** Networks as rows of blocks, and the local modules that they are cut into. Knows nothing of training. Reads heads and layers. */
@NullMarked
package dev.isograd.learning.networks;

import org.jspecify.annotations.NullMarked;
