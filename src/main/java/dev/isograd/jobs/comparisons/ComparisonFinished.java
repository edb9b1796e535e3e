package dev.isograd.jobs.comparisons;

import java.time.Instant;

/**
 * Tells, once for each comparison, that its last training has ended. Published in the transaction that ends this training: a
 * listener that takes part in the transaction is called exactly once, whatever happens to processes.
 */
public record ComparisonFinished(String comparison, String project, String name, Instant at) {}
