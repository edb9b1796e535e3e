package dev.isograd.worker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.AttemptId;
import dev.isograd.trainer.SupervisorMessage;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class JobManifestTests {

    private static final AttemptId ATTEMPT = new AttemptId("job_01abcdefghjkmnpqrstvwxyz01", 3);

    @Test
    void startsThePodOnceAndWithoutRights() {
        Job job = job(Map.of(), 0, DataSize.ofMegabytes(1_000).toBytes());
        PodSpec pod = job.getSpec().getTemplate().getSpec();

        assertThat(job.getMetadata().getName())
                .isEqualTo("isograd-job-01abcdefghjkmnpqrstvwxyz01-3")
                .hasSizeLessThan(64);
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(job.getSpec().getSuspend()).isNull();
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(3_600 + 86_400);
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(3_600);
        assertThat(job.getSpec().getPodFailurePolicy().getRules())
                .allMatch(rule -> rule.getAction().equals("FailJob"));
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        var security = pod.getContainers().getFirst().getSecurityContext();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    }

    /** The estimate, the heap of the training, and the pod's own program, with a margin of a tenth. */
    @Test
    void limitsTheMemoryByTheEstimate() {
        var resources = job(Map.of(), 0, DataSize.ofMegabytes(1_000).toBytes())
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources();

        assertThat(resources.getLimits())
                .containsEntry("memory", new Quantity("1944Mi"))
                .containsEntry("cpu", new Quantity("4"))
                .doesNotContainKey("nvidia.com/gpu")
                .isEqualTo(resources.getRequests());
    }

    @Test
    void asksForGpusOnTheChosenNodesThroughTheQueue() {
        Job job = job(
                Map.of(
                        "isograd.kubernetes.queue", "research",
                        "isograd.kubernetes.priority-class", "low",
                        "isograd.kubernetes.runtime-class", "nvidia",
                        "isograd.kubernetes.node-selector.pool", "h100",
                        "isograd.kubernetes.tolerations[0].key", "nvidia.com/gpu",
                        "isograd.kubernetes.tolerations[0].effect", "NoSchedule"),
                2,
                DataSize.ofGigabytes(60).toBytes());
        PodSpec pod = job.getSpec().getTemplate().getSpec();

        assertThat(job.getSpec().getSuspend()).isTrue();
        assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "research");
        assertThat(pod.getContainers().getFirst().getResources().getLimits())
                .containsEntry("nvidia.com/gpu", new Quantity("2"))
                .containsEntry("memory", new Quantity("16384Mi"));
        assertThat(pod.getNodeSelector()).containsEntry("pool", "h100");
        assertThat(pod.getTolerations()).singleElement().satisfies(toleration -> {
            assertThat(toleration.getKey()).isEqualTo("nvidia.com/gpu");
            assertThat(toleration.getOperator()).isEqualTo("Exists");
        });
        assertThat(pod.getPriorityClassName()).isEqualTo("low");
        assertThat(pod.getRuntimeClassName()).isEqualTo("nvidia");
    }

    private static Job job(Map<String, String> settings, int gpus, long estimate) {
        KubernetesProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("isograd.kubernetes", KubernetesProperties.class);
        PodRequest request = new PodRequest(
                ATTEMPT,
                new SupervisorMessage.Start("spec", "data", "out", null, new SupervisorMessage.Interval(1, 1), null),
                Path.of("folder"),
                DataSize.ofMegabytes(512),
                4,
                gpus,
                estimate,
                Duration.ofHours(1),
                line -> {},
                sentence -> {});
        return new JobManifest(properties).of(request, "token");
    }
}
