/**
 * The training spec that users submit, as records that are read from and written to plain JSON-like trees.
 *
 * <p>It uses no DJL class, so the API role can validate specs without loading libtorch.
 */
@NamedInterface("spec")
@NullMarked
package dev.isograd.learning.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
