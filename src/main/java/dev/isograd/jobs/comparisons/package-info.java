/** Comparisons: several variants of one training with the same seeds, submitted together and compared seed by seed. */
@NullMarked
package dev.isograd.jobs.comparisons;

import org.jspecify.annotations.NullMarked;
