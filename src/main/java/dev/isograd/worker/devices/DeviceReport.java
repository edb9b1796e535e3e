package dev.isograd.worker.devices;

import org.jspecify.annotations.Nullable;

/**
 * A device of a worker, as its heartbeat reports it.
 *
 * @param id the UUID of a GPU, or {@code cpu}
 * @param slots trainings that it runs at the same time
 * @param fittingBytes largest memory estimate of a job that is admitted
 * @param utilization from 0 to 1; null if unknown
 * @param temperature degrees Celsius; null if unknown
 * @param reason why the device is out of service; null while it is not
 */
public record DeviceReport(
        String id,
        DeviceKind kind,
        String name,
        int slots,
        long totalBytes,
        long usedBytes,
        long fittingBytes,
        @Nullable Double utilization,
        @Nullable Integer temperature,
        DeviceState state,
        @Nullable String reason) {}
