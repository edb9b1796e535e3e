/** Comparisons: several variants of one training with the same seeds, submitted together and compared seed by seed. */
@NamedInterface("comparisons")
@NullMarked
package dev.isograd.jobs.comparisons;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
