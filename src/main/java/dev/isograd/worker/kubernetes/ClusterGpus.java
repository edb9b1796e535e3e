package dev.isograd.worker.kubernetes;

import dev.isograd.worker.devices.Gpu;
import dev.isograd.worker.devices.Gpus;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** The GPUs that the trainings of this worker may use in the cluster, all alike. The cluster decides which ones they are. */
@Component
@OnKubernetes
class ClusterGpus implements Gpus {

    private final List<Gpu> gpus;

    ClusterGpus(KubernetesProperties settings) {
        this.gpus = IntStream.rangeClosed(1, settings.gpus())
                .mapToObj(number -> new Gpu(
                        String.format(Locale.ROOT, "CLUSTER-%d", number),
                        "GPU of the cluster",
                        settings.gpuMemory().toBytes(),
                        0,
                        null,
                        null,
                        null,
                        null,
                        false))
                .toList();
    }

    @Override
    public List<Gpu> present() {
        return gpus;
    }
}
