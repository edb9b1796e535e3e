package dev.isograd.worker.registry;

import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.devices.DeviceReport;
import dev.isograd.worker.devices.DeviceState;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A device of a worker as the API shows it. */
record DeviceResponse(
        @Schema(description = "The UUID of a GPU, or `cpu`.")
        String id,

        DeviceKind kind,
        String name,

        @Schema(description = "Number of trainings that run on it at the same time.")
        int slots,

        long totalBytes,
        long usedBytes,

        @Schema(description = "From 0 to 1; null if unknown.") @Nullable
        Double utilization,

        @Schema(description = "Degrees Celsius; null if unknown.") @Nullable
        Integer temperature,

        DeviceState state,

        @Schema(description = "Why the device is `quarantined` or `unusable`; otherwise null.") @Nullable
        String reason) {

    static DeviceResponse of(DeviceReport device) {
        return new DeviceResponse(
                device.id(),
                device.kind(),
                device.name(),
                device.slots(),
                device.totalBytes(),
                device.usedBytes(),
                device.utilization(),
                device.temperature(),
                device.state(),
                device.reason());
    }
}
