package dev.isograd.learning;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param module the local module, 1 to K, or null for the network as a whole; a boundary bears the number of the module above it
 * @param step steps done when it was measured, over the whole run
 */
public record Metric(String name, @Nullable Integer module, long step, double value) {}
