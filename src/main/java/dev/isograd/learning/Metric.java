package dev.isograd.learning;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param module the local module, 1 to K, or null for the whole network; a boundary has the number of the module above
 * @param step number of steps done over the whole training when it was measured
 */
public record Metric(String name, @Nullable Integer module, long step, double value) {}
