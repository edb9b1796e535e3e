/** Networks as blocks, and the local modules they are cut into; knows nothing of training. Reads heads and layers. */
@NullMarked
package dev.isograd.learning.networks;

import org.jspecify.annotations.NullMarked;
