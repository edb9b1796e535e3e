package dev.isograd.worker.devices;

import org.jspecify.annotations.Nullable;

/**
 * Memory and load of the CPU.
 *
 * @param totalBytes memory that this worker and its trainings may use
 * @param usedBytes what they use of it
 * @param utilization from 0 to 1; null if unknown
 */
public record CpuReading(
        long totalBytes, long usedBytes, @Nullable Double utilization) {}
