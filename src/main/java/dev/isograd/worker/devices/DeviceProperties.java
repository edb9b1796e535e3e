package dev.isograd.worker.devices;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a worker's devices.
 *
 * @param devices {@code auto}, {@code cpu}, {@code gpu}, or UUIDs of GPUs separated by commas
 * @param slots number of trainings that run on the CPU at the same time
 * @param nvml file name or path of NVIDIA's management library
 * @param gpuReleaseLimit time within which a GPU must release the memory of a training that has ended
 */
@ConfigurationProperties("isograd.worker")
record DeviceProperties(
        @DefaultValue("auto") String devices,
        @DefaultValue("1") int slots,
        @DefaultValue("libnvidia-ml.so.1") String nvml,
        @DefaultValue("10s") Duration gpuReleaseLimit) {

    DeviceProperties {
        DeviceChoice.of(devices);
    }

    DeviceChoice choice() {
        return DeviceChoice.of(devices);
    }
}
