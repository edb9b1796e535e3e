package dev.isograd.worker.kubernetes;

import dev.isograd.attempts.AttemptPod;
import dev.isograd.attempts.AttemptProtocol;
import dev.isograd.children.ChildProgram;
import dev.isograd.jobs.AttemptId;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The Job of one attempt. Kubernetes starts its pod once and never again: a new try is a new attempt with a new Job. */
final class JobManifest {

    static final String CONTAINER = "attempt";
    static final String JOB = "isograd.dev/job";
    static final String ATTEMPT = "isograd.dev/attempt";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String QUEUE = "kueue.x-k8s.io/queue-name";
    private static final String GPU = "nvidia.com/gpu";

    private static final long USER = 10_001;

    /** Java heap of the pod's own program, and what a JVM takes beside its heap. */
    private static final String RELAY_HEAP = "96m";

    private static final DataSize RELAY = DataSize.ofMegabytes(256);
    private static final double MARGIN = 1.1;
    private static final int FIRST_EXIT_CODE = 64;
    private static final int LAST_EXIT_CODE = 75;

    private final KubernetesProperties settings;

    JobManifest(KubernetesProperties settings) {
        this.settings = settings;
    }

    /** Selects all Jobs of this installation. */
    Map<String, String> selector() {
        return Map.of(MANAGED_BY, "isograd", INSTANCE, settings.instance());
    }

    private Map<String, String> labels(AttemptId attempt) {
        Map<String, String> labels = new LinkedHashMap<>(selector());
        labels.put(JOB, attempt.job());
        labels.put(ATTEMPT, Integer.toString(attempt.number()));
        return labels;
    }

    Job of(PodRequest request, String token) {
        Map<String, String> labels = labels(request.attempt());
        Map<String, String> ofJob = new LinkedHashMap<>(labels);
        if (!settings.queue().isEmpty()) {
            ofJob.put(QUEUE, settings.queue());
        }
        Duration deadline = request.limit().plus(settings.startLimit());
        return new JobBuilder()
                .withNewMetadata()
                .withName(AttemptKey.name(request.attempt()))
                .withLabels(ofJob)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withPodReplacementPolicy("Failed")
                .withSuspend(settings.queue().isEmpty() ? null : true)
                .withActiveDeadlineSeconds(deadline.toSeconds())
                .withTtlSecondsAfterFinished((int) settings.keep().toSeconds())
                .withPodFailurePolicy(failures())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(request, token))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Both rules end the Job at once; its message tells a disruption from a failure after the pod is gone. */
    private static PodFailurePolicy failures() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("FailJob")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(IntStream.rangeClosed(FIRST_EXIT_CODE, LAST_EXIT_CODE)
                        .boxed()
                        .toList())
                .endOnExitCodes()
                .endRule()
                .build();
    }

    private PodSpec pod(PodRequest request, String token) {
        PodSpecBuilder pod = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(settings.stopGrace().toSeconds())
                .withNodeSelector(settings.nodeSelector().isEmpty() ? null : settings.nodeSelector())
                .withRuntimeClassName(orNull(settings.runtimeClass()))
                .withPriorityClassName(orNull(settings.priorityClass()))
                .withImagePullSecrets(settings.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withTolerations(settings.tolerations().stream()
                        .map(each -> new TolerationBuilder()
                                .withKey(each.key())
                                .withOperator(each.value().isEmpty() ? "Exists" : "Equal")
                                .withValue(orNull(each.value()))
                                .withEffect(orNull(each.effect()))
                                .build())
                        .toList())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        return withContainer(pod, request, token).build();
    }

    private PodSpecBuilder withContainer(PodSpecBuilder pod, PodRequest request, String token) {
        return pod.addNewContainer()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withCommand(ChildProgram.entryPoint(RELAY_HEAP, AttemptPod.class))
                .withEnv(environment(request.attempt(), token))
                .withResources(resources(request))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/scratch")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .withSizeLimit(bytes(settings.scratch().toBytes()))
                .endEmptyDir()
                .endVolume()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(bytes(DataSize.ofGigabytes(1).toBytes()))
                .endEmptyDir()
                .endVolume();
    }

    private List<EnvVar> environment(AttemptId attempt, String token) {
        return List.of(
                variable(AttemptProtocol.URL, settings.url() + "/internal/attempts/" + AttemptKey.of(attempt)),
                variable(AttemptProtocol.TOKEN, token),
                variable(AttemptProtocol.FOLDER, "/scratch"),
                variable(AttemptProtocol.PATIENCE, settings.silence().toString()));
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    /** Requests equal limits, so that the pod is not the first that a node under pressure evicts. */
    private ResourceRequirements resources(PodRequest request) {
        Map<String, Quantity> all = new LinkedHashMap<>();
        all.put("cpu", new Quantity(Integer.toString(request.threads())));
        all.put("memory", bytes(memory(request)));
        all.put("ephemeral-storage", bytes(settings.scratch().toBytes()));
        if (request.gpus() > 0) {
            all.put(GPU, new Quantity(Integer.toString(request.gpus())));
        }
        return new ResourceRequirementsBuilder()
                .withRequests(all)
                .withLimits(all)
                .build();
    }

    /** The estimate of a training on the CPU is its memory outside the Java heap; that of one on GPUs is their memory. */
    private long memory(PodRequest request) {
        if (request.gpus() > 0) {
            return settings.gpuHostMemory().toBytes();
        }
        long training = request.estimatedBytes() > 0
                ? request.estimatedBytes() + request.heap().toBytes()
                : settings.memory().toBytes();
        return (long) ((training + RELAY.toBytes()) * MARGIN);
    }

    private static Quantity bytes(long bytes) {
        return new Quantity((bytes >> 20) + "Mi");
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
