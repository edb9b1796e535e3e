package dev.isograd.worker.devices;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The devices that the setting {@code isograd.worker.devices} chooses. */
sealed interface DeviceChoice {

    /** Every GPU, and the CPU for jobs that no GPU can run. */
    record Auto() implements DeviceChoice {}

    /** The CPU alone. */
    record Cpu() implements DeviceChoice {}

    /** Every GPU, of which there must be one, and not the CPU. */
    record AllGpus() implements DeviceChoice {}

    /** These GPUs, all of which must be present, and not the CPU. */
    record Named(List<String> uuids) implements DeviceChoice {}

    Pattern UUID = Pattern.compile("(GPU|MIG)-[A-Za-z0-9][A-Za-z0-9/-]{0,90}");

    /** @throws IllegalArgumentException naming the setting, if it has another value */
    static DeviceChoice of(String setting) {
        return switch (setting.strip()) {
            case "auto" -> new Auto();
            case "cpu" -> new Cpu();
            case "gpu" -> new AllGpus();
            default -> named(setting);
        };
    }

    private static DeviceChoice named(String setting) {
        List<String> uuids =
                Arrays.stream(setting.split(",", -1)).map(String::strip).toList();
        if (!uuids.stream().allMatch(uuid -> UUID.matcher(uuid).matches())) {
            throw new IllegalArgumentException(
                    "isograd.worker.devices is \"%s\", but must be auto, cpu, gpu, or UUIDs of GPUs separated by commas, as `nvidia-smi -L` lists them"
                            .formatted(setting));
        }
        if (Set.copyOf(uuids).size() < uuids.size()) {
            throw new IllegalArgumentException("isograd.worker.devices names a GPU twice: " + setting);
        }
        return new Named(uuids);
    }

    /** Whether trainings may run on the CPU. */
    default boolean hasCpu() {
        return switch (this) {
            case Auto _, Cpu _ -> true;
            case AllGpus _, Named _ -> false;
        };
    }

    /**
     * Returns the chosen ones of the present GPUs.
     *
     * @throws DevicesMissing if a GPU that the setting requires is not present
     */
    default List<Gpu> of(List<Gpu> present) {
        return switch (this) {
            case Auto _ -> present;
            case Cpu _ -> List.of();
            case AllGpus _ -> {
                if (present.isEmpty()) {
                    throw new DevicesMissing("isograd.worker.devices is gpu, but NVML finds no GPU on this machine");
                }
                yield present;
            }
            case Named(List<String> uuids) ->
                uuids.stream().map(uuid -> find(uuid, present)).toList();
        };
    }

    private static Gpu find(String uuid, List<Gpu> present) {
        return present.stream()
                .filter(gpu -> gpu.uuid().equals(uuid))
                .findFirst()
                .orElseThrow(() -> {
                    String others = present.stream()
                            .map(gpu -> "%s (%s)".formatted(gpu.uuid(), gpu.name()))
                            .collect(Collectors.joining(", "));
                    return new DevicesMissing(
                            "isograd.worker.devices names %s, which is not on this machine; NVML finds %s"
                                    .formatted(uuid, others.isEmpty() ? "no GPU" : others));
                });
    }
}
