package dev.isograd.worker.devices;

import org.jspecify.annotations.Nullable;

/**
 * A GPU, or an instance of a GPU in MIG mode, as the driver describes it.
 *
 * @param uuid identifies the device on any machine, such as {@code GPU-8932f937-d72c-4106-c12f-20bd9faed9f6}
 * @param totalBytes memory of the device
 * @param usedBytes memory that all programs on the device use, and the driver itself
 * @param utilization share of the last sample period in which a kernel ran, from 0 to 1; null if unknown
 * @param temperature degrees Celsius; null if unknown
 * @param computeCapability generation, such as {@code 9.0}; null if unknown
 * @param driver version of the driver; null if unknown
 * @param mig whether it is an instance of a larger GPU
 */
public record Gpu(
        String uuid,
        String name,
        long totalBytes,
        long usedBytes,
        @Nullable Double utilization,
        @Nullable Integer temperature,
        @Nullable String computeCapability,
        @Nullable String driver,
        boolean mig) {}
