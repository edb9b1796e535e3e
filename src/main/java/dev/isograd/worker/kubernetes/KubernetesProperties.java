package dev.isograd.worker.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of a worker that runs its trainings as Jobs of Kubernetes.
 *
 * @param apiServer address of the API server; empty for that of the pod's own cluster or of the kubeconfig
 * @param namespace where the Jobs are created; empty for that of the pod or of the kubeconfig
 * @param instance distinguishes the Jobs of several installations in one namespace
 * @param image image of the pods, which must be that of this worker
 * @param url address at which pods reach this worker
 * @param queue queue of Kueue that admits the Jobs; empty for none
 * @param cpus processors of one pod
 * @param gpus number of GPUs that the trainings of this worker may use at once
 * @param gpuMemory memory of one GPU
 * @param gpuHostMemory memory of a pod with a GPU, beside that of the GPU
 * @param memory memory of a pod on the CPU whose training has no estimate
 * @param scratch disk space of a pod
 * @param startLimit longest time until a pod starts, which is added to the limit of its job
 * @param stopGrace time for a pod that is evicted to save its state
 * @param keep time for which a finished Job is kept
 * @param largestFile largest file that a pod may upload
 * @param silence time without an answer of the worker after which a pod ends itself
 */
@ConfigurationProperties("isograd.kubernetes")
public record KubernetesProperties(
        @DefaultValue("") String apiServer,
        @DefaultValue("") String namespace,
        @DefaultValue("isograd") String instance,
        @DefaultValue("") String image,
        @DefaultValue("") String url,
        @DefaultValue("") String queue,
        @DefaultValue("2") int cpus,
        @DefaultValue("0") int gpus,
        @DefaultValue("80GB") DataSize gpuMemory,
        @DefaultValue("16GB") DataSize gpuHostMemory,
        @DefaultValue("4GB") DataSize memory,
        @DefaultValue("50GB") DataSize scratch,
        @DefaultValue("24h") Duration startLimit,
        @DefaultValue("60s") Duration stopGrace,
        @DefaultValue("1h") Duration keep,
        @DefaultValue("20GB") DataSize largestFile,
        @DefaultValue("10m") Duration silence,
        @DefaultValue("") String runtimeClass,
        @DefaultValue("") String priorityClass,
        @DefaultValue List<String> pullSecrets,
        @DefaultValue Map<String, String> nodeSelector,
        @DefaultValue List<Toleration> tolerations) {

    /** A taint of nodes that the pods tolerate; an empty value stands for any. */
    public record Toleration(
            String key,
            @DefaultValue("") String value,
            @DefaultValue("") String effect) {}
}
