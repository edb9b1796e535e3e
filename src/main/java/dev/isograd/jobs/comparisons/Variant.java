package dev.isograd.jobs.comparisons;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a comparison trains.
 *
 * @param changes merge patch of the comparison's spec
 */
record Variant(String label, Map<String, @Nullable Object> changes) {}
