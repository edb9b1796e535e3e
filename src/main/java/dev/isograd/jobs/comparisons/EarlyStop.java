package dev.isograd.jobs.comparisons;

import org.jspecify.annotations.Nullable;

/**
 * A variant that its comparison has stopped.
 *
 * @param testAccuracy after that epoch; null if the deciding training ended before
 */
record EarlyStop(int variant, int epoch, @Nullable Double testAccuracy) {}
