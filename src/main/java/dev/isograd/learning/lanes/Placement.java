package dev.isograd.learning.lanes;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where local modules learn: the lane of each module, and the device of each lane.
 *
 * @param cut cuts the modules into lanes
 * @param devices one per lane; lanes may share a device
 */
public record Placement(Split cut, List<Device> devices) {

    /** All modules in one lane. */
    public static Placement together(Device device) {
        return new Placement(new Split(List.of()), List.of(device));
    }

    /**
     * Gives each lane a device of its own if there are enough of the same kind; otherwise neighboring lanes share one.
     *
     * @param first device of the first lane
     * @param gpus number of GPUs, which are used from the first on; ignored on a CPU
     */
    public static Placement of(Split cut, Device first, int gpus) {
        int count = cut.boundaries().size() + 1;
        return new Placement(
                cut,
                IntStream.range(0, count)
                        .mapToObj(lane -> first.isGpu() ? Device.gpu(lane * Math.min(gpus, count) / count) : first)
                        .toList());
    }

    /** One item per module, cut into lanes. */
    public <T> List<List<T>> deal(List<T> modules) {
        return cut.of(modules);
    }

    /** @param module 1 to K */
    Device device(int module) {
        int lane =
                (int) cut.boundaries().stream().filter(begin -> begin < module).count();
        return devices.get(lane);
    }

    /**
     * The managers of the parameters of each block and head, by its name: each on the device of the module.
     *
     * @param base manager of the first device, which owns the others
     */
    public Map<String, NDManager> managers(LocalNetwork network, NDManager base) {
        Map<Device, NDManager> byDevice = new HashMap<>(Map.of(base.getDevice(), base));
        Map<String, NDManager> managers = new HashMap<>();
        for (LocalModule module : network.modules()) {
            NDManager own = byDevice.computeIfAbsent(device(module.number()), base::newSubManager);
            module.blockNames().forEach(block -> managers.put(block, own));
            managers.put(
                    LocalNetwork.headName(module.number(), network.modules().size()), own);
        }
        return managers;
    }
}
