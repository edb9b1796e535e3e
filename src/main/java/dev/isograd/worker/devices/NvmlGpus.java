package dev.isograd.worker.devices;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** The GPUs that NVIDIA's driver lists; without its library there are none. */
@Component
@ConditionalOnRole(Role.WORKER)
@ConditionalOnProperty(name = "isograd.worker.launcher", havingValue = "local", matchIfMissing = true)
class NvmlGpus implements Gpus {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlGpus.class);
    private static final double PERCENT = 100;

    private final @Nullable Nvml nvml;
    private final @Nullable String driver;

    NvmlGpus(DeviceProperties settings) {
        this.nvml = open(settings.nvml());
        this.driver = nvml == null ? null : nvml.driver().orElse(null);
    }

    private static @Nullable Nvml open(String library) {
        try {
            Nvml nvml = new Nvml(library);
            int status = nvml.start();
            if (status == Nvml.SUCCESS) {
                return nvml;
            }
            LOG.warn("{} does not start (status {}), so this worker uses no GPU", library, status);
        } catch (IllegalArgumentException missing) {
            LOG.info("No NVIDIA driver ({} cannot be loaded), so this worker uses no GPU", library);
        }
        return null;
    }

    @Override
    public List<Gpu> present() {
        List<Gpu> gpus = new ArrayList<>();
        Nvml driver = nvml;
        if (driver != null) {
            IntStream.range(0, driver.count())
                    .mapToObj(driver::device)
                    .flatMap(Optional::stream)
                    .forEach(device -> add(driver, device, gpus));
        }
        return gpus;
    }

    private void add(Nvml nvml, MemorySegment device, List<Gpu> gpus) {
        if (!nvml.isDivided(device)) {
            gpu(nvml, device, device).ifPresent(gpus::add);
            return;
        }
        IntStream.range(0, nvml.mostInstances(device))
                .mapToObj(index -> nvml.instance(device, index))
                .flatMap(Optional::stream)
                .map(instance -> gpu(nvml, instance, device))
                .flatMap(Optional::stream)
                .forEach(gpus::add);
    }

    /** @param whole the GPU of an instance, which alone knows what its instances share; otherwise the device itself */
    private Optional<Gpu> gpu(Nvml nvml, MemorySegment device, MemorySegment whole) {
        Optional<String> uuid = nvml.uuid(device);
        Optional<Nvml.Memory> memory = nvml.memory(device).filter(bytes -> bytes.total() > 0 && bytes.used() >= 0);
        if (uuid.isEmpty() || memory.isEmpty()) {
            return Optional.empty();
        }
        boolean mig = !device.equals(whole);
        return Optional.of(new Gpu(
                uuid.get(),
                nvml.name(device).or(() -> nvml.name(whole)).orElse("NVIDIA GPU"),
                memory.get().total(),
                memory.get().used(),
                mig ? null : utilization(nvml, device),
                nvml.temperature(whole).orElse(null),
                nvml.computeCapability(whole).orElse(null),
                driver,
                mig));
    }

    private static @Nullable Double utilization(Nvml nvml, MemorySegment device) {
        return nvml.utilization(device)
                .filter(percent -> percent >= 0 && percent <= PERCENT)
                .map(percent -> percent / PERCENT)
                .orElse(null);
    }
}
