/**
 * What a user can ask for: the training spec as records, read from and written to plain JSON-like trees.
 *
 * <p>Touches no DJL class, so the API role validates specs without loading libtorch.
 */
@NamedInterface("spec")
@NullMarked
package dev.isograd.learning.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
