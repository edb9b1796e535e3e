/** Isograd: trains deep networks without global back-propagation, as a service. */
@NullMarked
package dev.isograd;

import org.jspecify.annotations.NullMarked;
