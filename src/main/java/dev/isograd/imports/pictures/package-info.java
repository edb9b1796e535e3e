/** Reads pictures that nobody has checked, and brings them to one size. */
@NamedInterface("pictures")
@NullMarked
package dev.isograd.imports.pictures;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
